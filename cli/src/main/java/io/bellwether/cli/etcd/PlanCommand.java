package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.StartPlan;
import io.bellwether.etcd.discovery.Discovery;
import io.bellwether.etcd.member.StartOptions;
import io.bellwether.etcd.member.Starting;
import io.bellwether.etcd.security.Security;
import io.bellwether.execution.RealMachine;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "Where supervised members founded the cluster, it is joined wherever they meet; with --token-file the node's"
                    + " certificate is issued, and replaced when a third of its life is left, whenever this runs.",
            "Exit code 0: start etcd so; 1: not now, or not at all, and one line says why.",
            "",
            "Examples:",
            "  bellwether etcd plan --apply --name one --discovery http://10.0.0.9:2378/6d7c… \\",
            "      --initial-advertise-peer-urls http://10.0.0.1:2380 -o env > /run/etcd.env",
            "  bellwether etcd plan --promote --name one --discovery http://10.0.0.9:2378/6d7c… \\",
            "      --initial-advertise-peer-urls http://10.0.0.1:2380"
        })
final class PlanCommand implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private NodeOptions node = new NodeOptions();

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
        Optional<Security> security = node.securityByToken();
        StartOptions options = new StartOptions(
                node.name(),
                node.dataDir(),
                node.places(security).getFirst(),
                node.peerUrls(),
                strategy,
                size,
                Duration.ofSeconds(Math.max(7, graceSeconds)),
                security);
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
        try (RealMachine real = RealMachine.open("etcd")) {
            // How many found the cluster is not said: nothing is written where that is still to be said.
            Discovery place = node.meet(real.machine(), http, TIMEOUT, security, Optional.empty());
            Starting starting = new Starting(
                    options, real.machine(), node.registrations(http, TIMEOUT, place, security), place, http);
            return MemberFailures.translate(() -> promote ? promote(starting) : plan(options, starting));
        }
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
