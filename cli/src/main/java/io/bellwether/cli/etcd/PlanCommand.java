package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.cli.up.HostName;
import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.StartPlan;
import io.bellwether.etcd.member.StartOptions;
import io.bellwether.etcd.member.Starting;
import io.bellwether.execution.SystemClock;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether etcd plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        header = "Prints how to start etcd on this node, for a service unit without a supervisor.",
        footer = {
            "",
            "Changes nothing unless told to. With --apply it takes one step about the membership, if one is needed first;"
                    + " where more are, it says so with code 1, and the unit is started again. A node that joins is a"
                    + " learner until --promote is called, in ExecStartPost.",
            "Exit code 0: start etcd so; 1: not now, or not at all, and one line says why.",
            "",
            "Examples:",
            "  bellwether etcd plan --apply --name one --discovery http://10.0.0.9:2378/6d7c… \\",
            "      --initial-advertise-peer-urls http://10.0.0.1:2380 -o env > /run/etcd.env",
            "  bellwether etcd plan --promote --name one --discovery http://10.0.0.9:2378/6d7c… \\",
            "      --initial-advertise-peer-urls http://10.0.0.1:2380"
        })
final class PlanCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--name", paramLabel = "NAME", description = "The member's name. Default: the host's name")
    private Optional<String> name = Optional.empty();

    @Option(names = "--data-dir", paramLabel = "DIR", description = "etcd's. Default: <name>.etcd")
    private Optional<Path> dataDir = Optional.empty();

    @Option(names = "--discovery", required = true, paramLabel = "URL", description = "What /new answered.")
    private URI discovery = URI.create("");

    @Option(
            names = "--initial-advertise-peer-urls",
            split = ",",
            paramLabel = "URL",
            defaultValue = "http://localhost:2380",
            description = "Where other members reach this one. Default: ${DEFAULT-VALUE}")
    private List<String> peerUrls = List.of();

    @Option(
            names = "--join-strategy",
            paramLabel = "STRATEGY",
            defaultValue = "replace",
            description =
                    "What may be done to the membership: prepared, add, replace, prune. Default: ${DEFAULT-VALUE}")
    private JoinStrategy strategy = JoinStrategy.REPLACE;

    @Option(names = "--cluster-size", paramLabel = "N", description = "Voters wanted. Default: what discovery says")
    private Optional<Integer> size = Optional.empty();

    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description =
                    "How long a voter must have been silent to count as dead, at least 7. Default: ${DEFAULT-VALUE}")
    private int graceSeconds;

    @Option(names = "--apply", description = "Take one step, if one is needed first.")
    private boolean apply;

    @Option(names = "--promote", description = "Instead: make this node's learner a voter once it has caught up.")
    private boolean promote;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "env",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private SettingsFormat output = SettingsFormat.ENV;

    /** Decides, and prints. */
    @Override
    public Integer call() throws InterruptedException {
        String called = name.orElseGet(HostName::current);
        StartOptions options = new StartOptions(
                called,
                dataDir.orElseGet(() -> Path.of(called + ".etcd")),
                discovery,
                peerUrls,
                strategy,
                size,
                Duration.ofSeconds(Math.max(7, graceSeconds)));
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        Starting starting = new Starting(options, http, new SystemClock());
        return MemberFailures.translate(() -> promote ? promote(starting) : plan(options, starting));
    }

    private int promote(Starting starting) throws InterruptedException {
        boolean done = starting.promote(Duration.ofSeconds(60));
        out().println(done ? "Promoted." : "It is a voter already.");
        out().flush();
        return ExitCode.DONE;
    }

    private int plan(StartOptions options, Starting starting) throws InterruptedException {
        StartPlan plan = starting.plan();
        if (apply && plan instanceof StartPlan.Change change) {
            plan = starting.apply(change.step());
        }
        switch (plan) {
            case StartPlan.Discover discover -> print(EtcdSettings.discover(options));
            case StartPlan.StartExisting existing -> print(EtcdSettings.existing(options, existing.members()));
            case StartPlan.Change change ->
                throw CommandFailure.of(change.step().getClass().getSimpleName() + " comes first: " + change.text()
                        + (apply ? "; one step was taken: run it again" : "; let it be done with --apply"));
            case StartPlan.Refuse refuse -> throw CommandFailure.of(refuse.text());
        }
        return ExitCode.DONE;
    }

    private void print(EtcdSettings settings) {
        output.lines(settings).forEach(out()::println);
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
