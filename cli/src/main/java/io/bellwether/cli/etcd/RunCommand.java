package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.Policy;
import io.bellwether.etcd.core.Policy.Standby;
import io.bellwether.etcd.discovery.Discovery;
import io.bellwether.etcd.member.EtcdMember;
import io.bellwether.etcd.member.MemberOptions;
import io.bellwether.etcd.security.Security;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.SystemScheduler;
import io.bellwether.execution.Threads;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether etcd run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        header = "Runs a supervised etcd member: founds the cluster with others, joins it, replaces what was lost.",
        footer = {
            "",
            "Start it on every machine with the same --discovery; the first ones found the cluster, others wait and step"
                    + " in. etcd's output goes to <data-dir>.state/etcd.log. SIGTERM hands leadership over and ends it.",
            "",
            "Example, with a join token of \"bellwether etcd token\":",
            "  bellwether etcd run --name one --data-dir /var/lib/etcd \\",
            "      --discovery http://10.0.0.9:2378 --token-file join.token \\",
            "      --initial-advertise-peer-urls https://10.0.0.1:2380 --advertise-client-urls https://10.0.0.1:2379"
        })
final class RunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private NodeOptions node = new NodeOptions();

    @Mixin
    private ProgramOptions program = new ProgramOptions();

    @Mixin
    private SideServices sideServices = new SideServices();

    @Option(
            names = "--listen-peer-urls",
            split = ",",
            paramLabel = "URL",
            description = "Where it listens for them. Default: the same")
    private List<String> listenPeerUrls = List.of();

    @Option(
            names = "--listen-client-urls",
            split = ",",
            paramLabel = "URL",
            description = "Where it listens for them. Default: the same")
    private List<String> listenClientUrls = List.of();

    @Option(
            names = "--join-strategy",
            paramLabel = "STRATEGY",
            defaultValue = "replace",
            description =
                    "What may be done to the membership: prepared, add, replace, prune. Default: ${DEFAULT-VALUE}")
    private JoinStrategy strategy = JoinStrategy.REPLACE;

    @Option(
            names = "--cluster-size",
            paramLabel = "N",
            description = "How many voters; the cluster remembers. Default: what discovery says")
    private Optional<Integer> size = Optional.empty();

    @Option(
            names = "--standby",
            paramLabel = "HOW",
            defaultValue = "learner",
            description =
                    "What surplus nodes do: learner (one of them follows the log) or idle. Default: ${DEFAULT-VALUE}")
    private Standby standby = Standby.LEARNER;

    @Option(names = "--zone", paramLabel = "ZONE", defaultValue = "", description = "What may fail together.")
    private String zone = "";

    @Option(
            names = "--priority",
            paramLabel = "N",
            defaultValue = "0",
            description = "Greater ones become members first.")
    private int priority;

    @Option(names = "--etcd-arg", paramLabel = "ARG", description = "Given to etcd as it is; may come again.")
    private List<String> arguments = List.of();

    @Option(
            names = "--heartbeat-interval",
            paramLabel = "MS",
            defaultValue = "100",
            description = "etcd's. Default: ${DEFAULT-VALUE}")
    private int heartbeatMillis;

    @Mixin
    private CareOptions care = new CareOptions();

    /** Supervises until it is told to end. */
    @Override
    public Integer call() throws InterruptedException {
        MemberOptions options = options();
        SystemClock clock = new SystemClock();
        ExecutorService executor = Threads.virtual("etcd");
        Machine machine =
                new Machine(clock, new SystemScheduler("etcd-scheduler", clock), executor, Randomness.secure());
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(options.etcd().electionTimeout())
                .executor(executor)
                .build();
        PrintWriter out = spec.commandLine().getOut();
        Ending ending = new Ending();
        Optional<DiscoveryHost> host = sideServices.discovery(options.dataDir(), machine, ending::fail);
        Discovery place = node.meet(machine, http, options.etcd().electionTimeout(), options.security(), size);
        EtcdMember member = new EtcdMember(
                options,
                machine,
                place,
                http,
                line -> {
                    out.println(line);
                    out.flush();
                },
                ending::fail);
        Optional<MemberPages> pages = sideServices.pages(member, machine);
        pages.ifPresent(each -> out.println("Bellwether etcd metrics are at " + each.url() + "/metrics"));
        member.start();
        ending.await(() -> {
            member.close();
            pages.ifPresent(MemberPages::close);
            host.ifPresent(DiscoveryHost::close);
        });
        return ExitCode.DONE;
    }

    private MemberOptions options() {
        List<String> peer = node.peerUrls();
        List<String> client = program.clientUrls(node);
        MemberOptions.Addresses addresses = new MemberOptions.Addresses(
                peer,
                listenPeerUrls.isEmpty() ? peer : listenPeerUrls,
                client,
                listenClientUrls.isEmpty() ? client : listenClientUrls);
        Optional<Security> security = node.security(
                Stream.of(addresses.peer(), addresses.listenPeer(), addresses.client(), addresses.listenClient())
                        .flatMap(List::stream)
                        .toList());
        if (size.filter(wanted -> wanted < 1 || wanted > Policy.SIZE_LIMIT).isPresent()) {
            throw new CommandFailure(ExitCode.USAGE, "--cluster-size is 1 to " + Policy.SIZE_LIMIT);
        }
        return new MemberOptions(
                node.name(),
                node.dataDir(),
                node.places(security).getFirst(),
                addresses,
                new MemberOptions.Wishes(size, strategy, standby),
                zone,
                priority,
                new MemberOptions.Etcd(
                        program.program(),
                        Duration.ofMillis(heartbeatMillis),
                        program.electionTimeout(heartbeatMillis),
                        arguments,
                        care.care()),
                security);
    }
}
