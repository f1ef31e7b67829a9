package io.bellwether.cli.etcd;

import io.bellwether.cli.command.ExitCode;
import io.bellwether.cli.up.HostName;
import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.member.Restoration;
import io.bellwether.etcd.member.Restoration.Restored;
import io.bellwether.etcd.member.RestoreOptions;
import io.bellwether.etcd.member.RestoreOptions.Source;
import io.bellwether.etcd.snapshot.SnapshotTool;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether etcd restore}. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        header = "Makes a new cluster of what is left, when the majority of the members is lost for good.",
        footer = {
            "",
            "Refuses while any member answers, any node with data reports, or discovery is silent. The new cluster has"
                    + " another identity, and its revisions go on beyond all that were seen; nodes of the old one that"
                    + " come back refuse to start. Then start \"bellwether etcd run\" here as before; machines with empty"
                    + " disks join it.",
            "",
            "Example, on the machine that is left, once \"bellwether etcd run\" has been stopped:",
            "  bellwether etcd restore --name one --data-dir /var/lib/etcd --discovery http://10.0.0.9:2378/6d7c… \\",
            "      --initial-advertise-peer-urls http://10.0.0.1:2380 --advertise-client-urls http://10.0.0.1:2379 \\",
            "      --from survivor --confirm 8e9e05c52164694d"
        })
final class RestoreCommand implements Callable<Integer> {

    private static final String SURVIVOR = "survivor";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--name", paramLabel = "NAME", description = "The node's name. Default: the host's name")
    private Optional<String> name = Optional.empty();

    @Option(names = "--data-dir", paramLabel = "DIR", description = "etcd's. Default: <name>.etcd")
    private Optional<Path> dataDir = Optional.empty();

    @Option(names = "--discovery", required = true, paramLabel = "URL", description = "The cluster's.")
    private URI discovery = URI.create("");

    @Option(
            names = "--initial-advertise-peer-urls",
            split = ",",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:2380",
            description = "Where other members reach this one. Default: ${DEFAULT-VALUE}")
    private List<String> peerUrls = List.of();

    @Option(
            names = "--advertise-client-urls",
            split = ",",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:2379",
            description = "Where clients reach it. Default: ${DEFAULT-VALUE}")
    private List<String> clientUrls = List.of();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "WHAT",
            description = "\"" + SURVIVOR + "\": the data that this machine still has; or the file of a snapshot.")
    private String from = "";

    @Option(
            names = "--confirm",
            paramLabel = "CLUSTER",
            description = "The cluster that is given up; without it, nothing is done and its identity is told.")
    private Optional<String> confirmed = Optional.empty();

    @Option(
            names = "--beyond-revision",
            paramLabel = "N",
            defaultValue = "0",
            description = "A revision that clients have seen, where a greater one is known than this machine knows.")
    private long beyond;

    @Option(
            names = "--etcd",
            paramLabel = "PROGRAM",
            defaultValue = "etcd",
            description = "etcd's program. Default: etcd")
    private String program = "etcd";

    @Option(names = "--tool", paramLabel = "PROGRAM", description = "What restores. Default: etcdutl, else etcdctl")
    private Optional<String> tool = Optional.empty();

    @Option(
            names = "--election-timeout",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "The cluster's; a node counts as dead after 15 of them. Default: ${DEFAULT-VALUE}")
    private int electionMillis;

    /** Restores, or refuses in one line. */
    @Override
    public Integer call() throws InterruptedException {
        String called = name.orElseGet(HostName::current);
        RestoreOptions options = new RestoreOptions(
                called,
                dataDir.orElseGet(() -> Path.of(called + ".etcd")),
                discovery,
                peerUrls,
                clientUrls,
                program,
                tool.map(List::of).orElse(SnapshotTool.USUAL),
                Duration.ofMillis(electionMillis),
                from.equals(SURVIVOR) ? new Source.Survivor() : new Source.Snapshot(Path.of(from)),
                confirmed,
                beyond);
        SystemClock clock = new SystemClock();
        ExecutorService executor = Threads.virtual("etcd");
        Machine machine =
                new Machine(clock, new SystemScheduler("etcd-scheduler", clock), executor, Randomness.secure());
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        return MemberFailures.translate(() -> {
            Restored done = new Restoration(options, machine, http, this::say).run();
            String lost = done.lost().map(ClusterId::toString).orElse("none");
            say("Restored: cluster " + done.cluster() + " takes the place of " + lost + ", at revision "
                    + done.revision() + " (the data had " + done.restored() + ")");
            say("Start it with bellwether etcd run; machines with empty disks join.");
            return ExitCode.DONE;
        });
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
