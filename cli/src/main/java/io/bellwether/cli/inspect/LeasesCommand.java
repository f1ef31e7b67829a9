package io.bellwether.cli.inspect;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.cli.command.OutputFormat;
import io.bellwether.cli.command.Printer;
import io.bellwether.cli.command.Table;
import io.bellwether.cli.server.ServerChoice;
import io.bellwether.cli.server.ServerChooser;
import io.bellwether.cli.server.ServerOptions;
import io.bellwether.client.ObjectPage;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WatchCall;
import io.bellwether.client.WatchOptions;
import io.bellwether.client.WatchSignal;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.Threads;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code bellwether leases}. */
@Command(
        description = {"Shows who leads what: the Leases of a namespace, or of all of them.", ""},
        footer = {
            "",
            "Examples:",
            "  bellwether leases -A            everything",
            "  bellwether leases -n prod -w    follow the elections of one namespace",
            "",
            "STATE compares the holder's clock with this machine's; it is for people, no candidate decides by it."
        },
        mixinStandardHelpOptions = true)
public final class LeasesCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Mixin
    private final ServerOptions serverOptions = new ServerOptions();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "The namespace; without it, that of the kubeconfig's context.")
    private String namespace = "";

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "All namespaces.")
    private boolean allNamespaces;

    @Option(
            names = {"-w", "--watch"},
            description = "Print a row for every change from now on; Ctrl-C ends it.")
    private boolean watch;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private OutputFormat output = OutputFormat.TABLE;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    /** Lists, and then watches if asked to. */
    @Override
    public Integer call() throws InterruptedException {
        if (allNamespaces && !namespace.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "--namespace and --all-namespaces exclude each other");
        }
        if (watch && output != OutputFormat.TABLE) {
            throw new CommandFailure(ExitCode.USAGE, "--watch prints a table; leave --output out");
        }
        Clock clock = new SystemClock();
        ServerChoice choice = serverOptions.choose(ServerChooser.ofThisProcess(), ExitCode.FAILED);
        PrintWriter out = spec.commandLine().getOut();
        try (ExecutorService executor = Threads.virtual("leases-http");
                Server server = new Server(choice, clock, executor)) {
            String scope = scope(choice);
            ObjectPage page = server.leases(scope);
            print(page.items(), clock.wallTime(), out);
            if (watch) {
                follow(server, scope, page.resourceVersion(), clock, out);
            }
        }
        return ExitCode.DONE;
    }

    private String scope(ServerChoice choice) {
        if (allNamespaces) {
            return "";
        }
        return namespace.isEmpty() ? choice.config().namespace() : namespace;
    }

    private void print(List<ApiObject> leases, Instant now, PrintWriter out) {
        List<LeaseRow> rows =
                leases.stream().map(lease -> LeaseRow.of(lease, now)).toList();
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        rows.forEach(row -> data.add(row.json()));
        Table table = new Table(
                LeaseRow.HEADINGS, rows.stream().map(row -> row.cells(now)).toList());
        new Printer(out, output).print(data, table);
    }

    private static void follow(Server server, String scope, String start, Clock clock, PrintWriter out)
            throws InterruptedException {
        ResourcePath path = scope.isEmpty() ? ResourcePath.all(Server.LEASES) : ResourcePath.in(Server.LEASES, scope);
        String position = start;
        while (true) {
            try (WatchCall call =
                    server.client().watch(path, WatchOptions.after(position), Deadline.after(clock, PATIENCE))) {
                position = read(call, position, clock, out);
            }
        }
    }

    /** Prints the changes of one watch; answers where the next one goes on. */
    private static String read(WatchCall call, String start, Clock clock, PrintWriter out) throws InterruptedException {
        String position = start;
        while (true) {
            switch (call.next(PATIENCE)) {
                case WatchSignal.Changed changed -> {
                    position = changed.object().resourceVersion();
                    printChange(changed, clock.wallTime(), out);
                }
                case WatchSignal.Bookmark bookmark -> position = bookmark.resourceVersion();
                case WatchSignal.Idle idle -> {}
                case WatchSignal.Ended(WatchSignal.End.Completed completed) -> {
                    return position;
                }
                case WatchSignal.Ended(WatchSignal.End.Broken broken) ->
                    throw CommandFailure.of("the watch broke: " + broken.fault().message());
                case WatchSignal.Ended(WatchSignal.End.Refused refused) ->
                    throw CommandFailure.of(
                            "the watch was refused: " + refused.status().message());
                case WatchSignal.Ended(WatchSignal.End.Expired expired) ->
                    throw CommandFailure.of(
                            "the watch fell behind: " + expired.status().message() + "; start again");
                case WatchSignal.Ended(WatchSignal.End.Closed closed) -> {
                    return position;
                }
            }
        }
    }

    private static void printChange(WatchSignal.Changed changed, Instant now, PrintWriter out) {
        LeaseRow row = LeaseRow.of(changed.object(), now);
        boolean isGone = changed.change() == WatchSignal.Change.DELETED;
        List<String> cells = row.cells(now);
        List<String> shown = isGone
                ? Stream.concat(cells.stream().limit(6), Stream.of("deleted")).toList()
                : cells;
        new Table(LeaseRow.HEADINGS, List.of(shown)).lines().stream().skip(1).forEach(out::println);
        out.flush();
    }
}
