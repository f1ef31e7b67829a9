package io.bellwether.cli.elect;

import io.bellwether.apimachinery.Times;
import io.bellwether.apimachinery.json.Trees;
import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.OutputFormat;
import io.bellwether.cli.server.LeaseName;
import io.bellwether.cli.server.LeaseOptions;
import io.bellwether.cli.server.ServerChoice;
import io.bellwether.election.ElectionListener;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.core.Failure;
import io.bellwether.election.core.Notice;
import io.bellwether.election.lease.LeaseLock;
import io.bellwether.execution.Clock;
import io.bellwether.execution.RealMachine;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code bellwether elect watch}: an observer, who is told of each change and never leads. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ElectExit.USAGE,
        exitCodeOnExecutionException = ElectExit.SOFTWARE,
        header = "Prints a line for the present leader and for each change from now on.%n",
        footer = {
            "%nIt writes nothing, needs get on the Lease (and watch, to hear of changes at once), and goes on when the",
            "server goes away and comes back.",
            "%nExit codes: 128 + n after signal n; 64 wrong usage; 78 bad configuration.",
            "%nExample",
            "  bellwether elect watch --lease=default/backup -o json | while read -r line; do …; done",
        })
final class WatchCommand implements Callable<Integer> {

    /** An observer writes nothing; the name is for logs. */
    private static final String NAME = "observer";

    @Mixin
    private LeaseOptions lease = new LeaseOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            description = "One line for a person, or one JSON object a line. Default: ${DEFAULT-VALUE}.")
    private OutputFormat output = OutputFormat.TABLE;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (output == OutputFormat.YAML) {
            throw new CommandFailure(ElectExit.USAGE, "watch prints table or json");
        }
        ServerChoice choice = lease.server();
        LeaseName name = lease.lease(choice);
        StopSignals signals = new StopSignals();
        CompletableFuture<Integer> stopped = new CompletableFuture<>();
        signals.install(count -> stopped.complete(signals.exitCode()));
        try (RealMachine real = RealMachine.open("elect-watch");
                LeaseLock lock =
                        LeaseLock.of(choice.config(), "bellwether", name.namespace(), name.name(), real.machine());
                LeaderElection observer = new LeaderElection(
                        lock,
                        real.machine(),
                        ElectionOptions.observer(NAME)
                                .withListener(new Lines(name, real.machine().clock())))) {
            observer.start();
            return stopped.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("it is only ever completed with a value", impossible);
        }
    }

    /** Prints what the observer hears. Threads: called by one thread at a time. */
    private final class Lines implements ElectionListener {

        private final LeaseName name;
        private final Clock clock;

        Lines(LeaseName name, Clock clock) {
            this.name = name;
            this.clock = clock;
        }

        @Override
        public void onLeaderChanged(Optional<String> holder) {
            String time = Times.formatMicros(clock.wallTime());
            PrintWriter out = spec.commandLine().getOut();
            if (output == OutputFormat.JSON) {
                out.println(Trees.text(JsonNodeFactory.instance
                        .objectNode()
                        .put("time", time)
                        .put("lease", name.toString())
                        .put("holder", holder.orElse(""))));
            } else {
                out.println(time + " " + name + " "
                        + holder.map(who -> "is held by " + who).orElse("is free"));
            }
            out.flush();
        }

        @Override
        public void onNotice(Notice notice) {
            if (notice instanceof Notice.RequestsFail(Failure failure)) {
                PrintWriter err = spec.commandLine().getErr();
                err.println("bellwether elect watch: requests fail: " + failure.detail());
                err.flush();
            }
        }
    }
}
