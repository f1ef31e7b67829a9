package io.bellwether.cli.etcd;

import io.bellwether.cli.command.ExitCode;
import io.bellwether.cli.up.HostName;
import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.Policy;
import io.bellwether.etcd.core.Policy.Standby;
import io.bellwether.etcd.gateway.Urls;
import io.bellwether.etcd.member.EtcdMember;
import io.bellwether.etcd.member.MemberOptions;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
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
            "Example, with an address from \"bellwether discovery\":",
            "  bellwether etcd run --name one --data-dir /var/lib/etcd \\",
            "      --discovery http://10.0.0.9:2378/6d7c… \\",
            "      --initial-advertise-peer-urls http://10.0.0.1:2380 --advertise-client-urls http://10.0.0.1:2379"
        })
final class RunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--name", paramLabel = "NAME", description = "The node's name. Default: the host's name")
    private Optional<String> name = Optional.empty();

    @Option(names = "--data-dir", paramLabel = "DIR", description = "etcd's. Default: <name>.etcd")
    private Optional<Path> dataDir = Optional.empty();

    @Option(names = "--discovery", required = true, paramLabel = "URL", description = "What /new answered.")
    private URI discovery = URI.create("");

    @Option(
            names = "--initial-advertise-peer-urls",
            split = ",",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:2380",
            description = "Where other members reach this one. Default: ${DEFAULT-VALUE}")
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
            defaultValue = "http://127.0.0.1:2379",
            description = "Where clients reach it. Default: ${DEFAULT-VALUE}")
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
        EtcdMember member = new EtcdMember(
                options,
                machine,
                http,
                line -> {
                    out.println(line);
                    out.flush();
                },
                ending::fail);
        member.start();
        ending.await(member::close);
        return ExitCode.DONE;
    }

    private MemberOptions options() {
        requireUrls(peerUrls, listenPeerUrls, clientUrls, listenClientUrls);
        if (size.filter(wanted -> wanted < 1 || wanted > Policy.SIZE_LIMIT).isPresent()) {
            throw wrong("--cluster-size is 1 to " + Policy.SIZE_LIMIT);
        }
        if (heartbeatMillis < 1 || electionMillis < 5 * heartbeatMillis || electionMillis > 50_000) {
            throw wrong("--election-timeout is at least five times --heartbeat-interval, and at most 50000");
        }
        if (discovery.getHost() == null || discovery.getPath().length() < 2) {
            throw wrong("--discovery is an address that /new of the discovery service answered");
        }
        String called = name.orElseGet(HostName::current);
        return new MemberOptions(
                called,
                dataDir.orElseGet(() -> Path.of(called + ".etcd")),
                discovery,
                new MemberOptions.Addresses(
                        peerUrls,
                        listenPeerUrls.isEmpty() ? peerUrls : listenPeerUrls,
                        clientUrls,
                        listenClientUrls.isEmpty() ? clientUrls : listenClientUrls),
                new MemberOptions.Wishes(size, strategy, standby),
                zone,
                priority,
                new MemberOptions.Etcd(
                        program,
                        Duration.ofMillis(heartbeatMillis),
                        Duration.ofMillis(electionMillis),
                        arguments,
                        care.care()));
    }

    @SafeVarargs
    private void requireUrls(List<String>... lists) {
        for (List<String> urls : lists) {
            for (String url : urls) {
                if (Urls.parse(url).isEmpty()) {
                    throw wrong("\"" + url + "\" is not of the form http://HOST:PORT");
                }
            }
        }
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
