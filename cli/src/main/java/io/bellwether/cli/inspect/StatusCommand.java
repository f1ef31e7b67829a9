package io.bellwether.cli.inspect;

import io.bellwether.apimachinery.table.HumanDuration;
import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.cli.command.OutputFormat;
import io.bellwether.cli.command.Printer;
import io.bellwether.cli.command.Table;
import io.bellwether.cli.server.ServerChoice;
import io.bellwether.cli.server.ServerChooser;
import io.bellwether.cli.server.ServerOptions;
import io.bellwether.client.Fault;
import io.bellwether.client.Reply;
import io.bellwether.execution.Clock;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code bellwether status}. */
@Command(
        description = {
            "Shows how the control plane is: the server, its version and health, what it keeps, who leads.",
            ""
        },
        footer = {"", "Exit code 0 when the server is ready, 1 when it is not or cannot be reached."},
        mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {

    @Mixin
    private final ServerOptions serverOptions = new ServerOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private OutputFormat output = OutputFormat.TABLE;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    /** Asks the server and prints what it says. */
    @Override
    public Integer call() throws InterruptedException {
        Clock clock = new SystemClock();
        ServerChoice choice = serverOptions.choose(ServerChooser.ofThisProcess(), ExitCode.FAILED);
        try (ExecutorService executor = Threads.virtual("status-http");
                Server server = new Server(choice, clock, executor)) {
            ObjectNode data = JsonNodeFactory.instance.objectNode();
            data.put("server", choice.config().server().toString());
            data.put("chosenBy", choice.config().origin());
            boolean ready = addHealth(server, data);
            if (ready) {
                addVersion(server, data);
                addMetrics(server, clock, data);
                addLeaders(server, clock.wallTime(), data);
            }
            new Printer(spec.commandLine().getOut(), output).print(data, table(data));
            return ready ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private static boolean addHealth(Server server, ObjectNode data) throws InterruptedException {
        return switch (server.ask("/readyz")) {
            case Reply.Success success -> {
                data.put("ready", "yes");
                yield true;
            }
            case Reply.Failure failure -> {
                data.put("ready", "no: " + failure.status().message().strip());
                yield false;
            }
            case Reply.Unreachable(Fault fault) -> throw unreachable(data, fault);
            case Reply.Unknown(Fault fault) -> throw unreachable(data, fault);
        };
    }

    private static CommandFailure unreachable(ObjectNode data, Fault fault) {
        return CommandFailure.of(fault.message() + "; server chosen by "
                + data.path("chosenBy").asString() + "; bellwether up starts one, --kubeconfig names another");
    }

    private static void addVersion(Server server, ObjectNode data) throws InterruptedException {
        data.put("version", server.raw("/version").path("gitVersion").asString());
    }

    /** Only servers that show their metrics to this user have these lines. */
    private static void addMetrics(Server server, Clock clock, ObjectNode data) throws InterruptedException {
        if (!(server.ask("/metrics") instanceof Reply.Success success)) {
            return;
        }
        Metrics metrics = new Metrics(success.body().asString(""));
        metrics.sum("process_start_time_seconds").ifPresent(start -> {
            Duration uptime = Duration.between(Instant.ofEpochSecond((long) start), clock.wallTime());
            data.put("uptime", HumanDuration.format(uptime));
        });
        ObjectNode objects = JsonNodeFactory.instance.objectNode();
        metrics.byLabel("apiserver_storage_objects", "resource")
                .forEach((resource, count) -> objects.put(resource, count.longValue()));
        if (!objects.isEmpty()) {
            data.set("objects", objects);
        }
    }

    private static void addLeaders(Server server, Instant now, ObjectNode data) throws InterruptedException {
        ObjectNode leaders = data.putObject("leaders");
        server.leases("").items().stream()
                .map(lease -> LeaseRow.of(lease, now))
                .filter(row -> row.state() == LeaseRow.State.HELD)
                .forEach(row -> leaders.put(row.namespace() + "/" + row.name(), row.holder()));
    }

    private static Table table(ObjectNode data) {
        List<List<String>> rows = data.properties().stream()
                .map(entry -> List.of(
                        entry.getKey().toUpperCase(Locale.ROOT),
                        entry.getValue().isObject()
                                ? entry.getValue().properties().stream()
                                        .map(each -> each.getKey() + " "
                                                + each.getValue().asString())
                                        .collect(Collectors.joining(", "))
                                : entry.getValue().asString()))
                .toList();
        return new Table(List.of("WHAT", "STATE"), rows);
    }
}
