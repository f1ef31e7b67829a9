package io.bellwether.cli.inspect;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.cli.command.OutputFormat;
import io.bellwether.cli.command.Printer;
import io.bellwether.cli.command.Table;
import io.bellwether.cli.server.LeaseName;
import io.bellwether.cli.server.LeaseOptions;
import io.bellwether.cli.server.ServerChoice;
import io.bellwether.execution.Clock;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.Threads;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code bellwether elect status}: one election. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = 64,
        header = "Shows who leads one election.%n",
        footer = {
            "%nSTATE compares the holder's clock with this machine's; it is for people, no candidate decides by it.",
            "%nExit codes: 0 somebody leads; 1 nobody does, or the server cannot be asked; 64 wrong usage; 78 bad configuration.",
            "%nExample",
            "  bellwether elect status --lease=default/backup -o json",
        })
public final class LeaseStatusCommand implements Callable<Integer> {

    @Mixin
    private LeaseOptions lease = new LeaseOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private OutputFormat output = OutputFormat.TABLE;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    /** The command that picocli fills. */
    public LeaseStatusCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        ServerChoice choice = lease.server();
        LeaseName name = lease.lease(choice);
        Clock clock = new SystemClock();
        try (ExecutorService executor = Threads.virtual("leases-http");
                Server server = new Server(choice, clock, executor)) {
            Optional<ApiObject> found = server.lease(name.namespace(), name.name());
            if (found.isEmpty()) {
                throw CommandFailure.of("there is no Lease " + name + "; it is made by its first candidate");
            }
            LeaseRow row = LeaseRow.of(found.get(), clock.wallTime());
            JsonNode data = row.json();
            new Printer(spec.commandLine().getOut(), output)
                    .print(data, new Table(LeaseRow.HEADINGS, List.of(row.cells(clock.wallTime()))));
            return row.state() == LeaseRow.State.HELD ? ExitCode.DONE : ExitCode.FAILED;
        }
    }
}
