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

    @Option(names = "--keep", description = "Keep the temporary directory with logs, journals and data.")
    private boolean keep;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    /** Runs it. */
    @Override
    public Integer call() throws IOException {
        DemoFiles files = new DemoFiles(Files.createTempDirectory("bellwether-demo-"));
        Clock clock = new SystemClock();
        Narrator narrator = new Narrator(spec.commandLine().getOut(), clock);
        ExecutorService executor = Threads.virtual("demo");
        Demo demo = new Demo(fast ? DemoPace.FAST : DemoPace.CALM, files, narrator, clock, executor);
        Thread cleaner = Thread.ofPlatform().name("demo-cleaner").unstarted(demo::close);
        Runtime.getRuntime().addShutdownHook(cleaner);
        boolean held = run(demo, files);
        Runtime.getRuntime().removeShutdownHook(cleaner);
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

    private static boolean run(Demo demo, DemoFiles files) {
        try (demo) {
            return demo.run();
        } catch (DemoFailure failure) {
            throw CommandFailure.of(failure.getMessage() + "; logs and data are in " + files.directory(), failure);
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
