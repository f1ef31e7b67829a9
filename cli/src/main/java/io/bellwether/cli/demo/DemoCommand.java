package io.bellwether.cli.demo;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.execution.Clock;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether demo}. */
@Command(
        description = {
            "Shows the whole system at work on this machine: starts a server and three candidates as processes of their"
                    + " own, whose leader's worker makes fenced writes; then stops, kills and stalls the leader, and"
                    + " kills the server under load; and checks the recorded history.",
            ""
        },
        footer = {
            "",
            "Everything happens in a temporary directory and on the loopback interface; nothing stays behind.",
            "Exit code 0 when everything that must hold held, 1 when something failed."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

    @Option(names = "--fast", description = "Short leases and short waits, for scripts.")
    private boolean fast;

    @Option(
            names = "--chapter",
            paramLabel = "CHAPTER",
            defaultValue = "election",
            description =
                    "election (the server, its candidates, their faults), or etcd (an etcd cluster forms, heals and"
                            + " grows; needs etcd on the PATH). Default: ${DEFAULT-VALUE}")
    private Chapter chapter = Chapter.ELECTION;

    @Option(names = "--keep", description = "Keep the temporary directory with logs, journals and data.")
    private boolean keep;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    /** What is shown; in lower case on the command line. */
    enum Chapter {
        /** The server, its candidates and their faults. */
        ELECTION,
        /** An etcd cluster that forms, heals and grows. */
        ETCD
    }

    /** Runs it. */
    @Override
    public Integer call() throws IOException {
        DemoFiles files = new DemoFiles(Files.createTempDirectory("bellwether-demo-"));
        Clock clock = new SystemClock();
        Narrator narrator = new Narrator(spec.commandLine().getOut(), clock);
        ExecutorService executor = Threads.virtual("demo");
        DemoPace pace = fast ? DemoPace.FAST : DemoPace.CALM;
        boolean held = switch (chapter) {
            case ELECTION -> {
                Demo demo = new Demo(pace, files, narrator, clock, executor);
                yield run(demo::run, demo::close, files);
            }
            case ETCD -> {
                EtcdDemo demo = new EtcdDemo(pace, files, narrator, clock, executor);
                yield run(demo::run, demo::close, files);
            }
        };
        executor.shutdownNow();
        if (!held) {
            throw CommandFailure.of(
                    "something that must hold did not, see above; logs and data are in " + files.directory());
        }
        if (!keep) {
            delete(files.directory());
        }
        return ExitCode.DONE;
    }

    private static boolean run(BooleanSupplier steps, Runnable closing, DemoFiles files) {
        Thread cleaner = Thread.ofPlatform().name("demo-cleaner").unstarted(closing);
        Runtime.getRuntime().addShutdownHook(cleaner);
        try {
            return steps.getAsBoolean();
        } catch (DemoFailure failure) {
            throw CommandFailure.of(failure.getMessage() + "; logs and data are in " + files.directory(), failure);
        } finally {
            closing.run();
            disarm(cleaner);
        }
    }

    private static void disarm(Thread cleaner) {
        try {
            boolean unused = Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (IllegalStateException ending) {
            // The JVM is shutting down already, and the cleaner is what it waits for.
            return;
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(directory)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
