package io.bellwether.cli.etcd;

import io.bellwether.cli.command.ExitCode;
import io.bellwether.cli.up.HostName;
import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.Policy;
import io.bellwether.etcd.core.Policy.Standby;
import io.bellwether.etcd.discovery.Discovery;
import io.bellwether.etcd.gateway.Urls;
import io.bellwether.etcd.member.EtcdMember;
import io.bellwether.etcd.member.MemberOptions;
import io.bellwether.etcd.security.Security;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.SystemScheduler;
import io.bellwether.execution.Threads;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

    @Option(names = "--name", paramLabel = "NAME", description = "The node's name. Default: the host's name")
    private Optional<String> name = Optional.empty();

    @Option(names = "--data-dir", paramLabel = "DIR", description = "etcd's. Default: <name>.etcd")
    private Optional<Path> dataDir = Optional.empty();

    @Option(
            names = "--discovery",
            required = true,
            paramLabel = "URL",
            description = "Where the nodes meet: a discovery service, or what its /new answered; several with commas"
                    + " between, the first decides; srv://DOMAIN, etcd://HOST:PORT[,HOST:PORT] or"
                    + " kubernetes://NAMESPACE, with /ID at the end where there is no join token.")
    private String discovery = "";

    @Mixin
    private SideServices sideServices = new SideServices();

    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "For kubernetes://. Default: $KUBECONFIG")
    private Optional<Path> kubeconfig =
            Optional.ofNullable(System.getenv("KUBECONFIG")).map(Path::of);

    @Option(
            names = "--initial-advertise-peer-urls",
            split = ",",
            paramLabel = "URL",
            description = "Where other members reach this one. Default: 127.0.0.1:2380")
    private List<String> peerUrls = List.of();

    @Option(
            names = "--listen-peer-urls",
            split = ",",
            paramLabel = "URL",
            description = "Where it listens for them. Default: the same")
    private List<String> listenPeerUrls = List.of();

    @Option(
            names = "--advertise-client-urls",
            split = ",",
            paramLabel = "URL",
            description = "Where clients reach it. Default: 127.0.0.1:2379")
    private List<String> clientUrls = List.of();

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

    @Option(
            names = "--etcd",
            paramLabel = "PROGRAM",
            defaultValue = "etcd",
            description = "etcd's program. Default: etcd")
    private String program = "etcd";

    @Option(names = "--etcd-arg", paramLabel = "ARG", description = "Given to etcd as it is; may come again.")
    private List<String> arguments = List.of();

    @Option(
            names = "--heartbeat-interval",
            paramLabel = "MS",
            defaultValue = "100",
            description = "etcd's. Default: ${DEFAULT-VALUE}")
    private int heartbeatMillis;

    @Option(
            names = "--election-timeout",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "etcd's; the supervisor's own times follow it. Default: ${DEFAULT-VALUE}")
    private int electionMillis;

    @Mixin
    private CareOptions care = new CareOptions();

    @Mixin
    private SecurityOptions securityOptions = new SecurityOptions();

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
        Discovery place = new MeetingPlaces(
                        machine, http, options.etcd().electionTimeout(), options.security(), size, kubeconfig)
                .of(places(options.security()));
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
        List<String> peer = orLocal(peerUrls, 2380);
        List<String> client = orLocal(clientUrls, 2379);
        MemberOptions.Addresses addresses = new MemberOptions.Addresses(
                peer,
                listenPeerUrls.isEmpty() ? peer : listenPeerUrls,
                client,
                listenClientUrls.isEmpty() ? client : listenClientUrls);
        requireUrls(addresses.peer(), addresses.listenPeer(), addresses.client(), addresses.listenClient());
        Optional<Security> security = securityOptions.security(
                Stream.of(addresses.peer(), addresses.listenPeer(), addresses.client(), addresses.listenClient())
                        .flatMap(List::stream)
                        .toList());
        List<URI> places = places(security);
        if (size.filter(wanted -> wanted < 1 || wanted > Policy.SIZE_LIMIT).isPresent()) {
            throw wrong("--cluster-size is 1 to " + Policy.SIZE_LIMIT);
        }
        if (heartbeatMillis < 1 || electionMillis < 5 * heartbeatMillis || electionMillis > 50_000) {
            throw wrong("--election-timeout is at least five times --heartbeat-interval, and at most 50000");
        }
        if (places.stream()
                .anyMatch(each -> each.getAuthority() == null || each.getPath().length() < 2)) {
            throw wrong("--discovery is an address that /new of the discovery service answered");
        }
        String called = name.orElseGet(HostName::current);
        return new MemberOptions(
                called,
                dataDir.orElseGet(() -> Path.of(called + ".etcd")),
                places.getFirst(),
                addresses,
                new MemberOptions.Wishes(size, strategy, standby),
                zone,
                priority,
                new MemberOptions.Etcd(
                        program,
                        Duration.ofMillis(heartbeatMillis),
                        Duration.ofMillis(electionMillis),
                        arguments,
                        care.care()),
                security);
    }

    /** Members of one etcd stand in one address; services in several. */
    private List<URI> places(Optional<Security> security) {
        List<String> texts =
                discovery.startsWith("etcd://") ? List.of(discovery) : Arrays.asList(discovery.split(",", -1));
        try {
            return texts.stream()
                    .map(each -> SecurityOptions.address(URI.create(each), security))
                    .toList();
        } catch (IllegalArgumentException malformed) {
            throw wrong("--discovery is no address: " + malformed.getMessage());
        }
    }

    private List<String> orLocal(List<String> urls, int port) {
        return urls.isEmpty() ? List.of(securityOptions.scheme() + "://127.0.0.1:" + port) : urls;
    }

    @SafeVarargs
    private void requireUrls(List<String>... lists) {
        for (List<String> urls : lists) {
            for (String url : urls) {
                if (Urls.parse(url).isEmpty()) {
                    throw wrong("\"" + url + "\" is not of the form https://HOST:PORT or http://HOST:PORT");
                }
            }
        }
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
