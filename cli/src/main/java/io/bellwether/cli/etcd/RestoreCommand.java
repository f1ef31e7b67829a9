package io.bellwether.cli.etcd;

import io.bellwether.cli.command.ExitCode;
import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.discovery.Discovery;
import io.bellwether.etcd.member.Restoration;
import io.bellwether.etcd.member.Restoration.Restored;
import io.bellwether.etcd.member.RestoreOptions;
import io.bellwether.etcd.member.RestoreOptions.Source;
import io.bellwether.etcd.snapshot.SnapshotTool;
import io.bellwether.execution.RealMachine;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "  bellwether etcd restore --name one --data-dir /var/lib/etcd --discovery http://10.0.0.9:2378 \\",
            "      --token-file join.token \\",
            "      --initial-advertise-peer-urls https://10.0.0.1:2380 --advertise-client-urls https://10.0.0.1:2379 \\",
            "      --from survivor --confirm 8e9e05c52164694d"
        })
final class RestoreCommand implements Callable<Integer> {

    private static final String SURVIVOR = "survivor";
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private NodeOptions node = new NodeOptions();

    @Mixin
    private ProgramOptions program = new ProgramOptions();

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

    @Option(names = "--tool", paramLabel = "PROGRAM", description = "What restores. Default: etcdutl, else etcdctl")
    private Optional<String> tool = Optional.empty();

    /** Restores, or refuses in one line. */
    @Override
    public Integer call() throws InterruptedException {
        RestoreOptions options = options();
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
        try (RealMachine real = RealMachine.open("etcd")) {
            Discovery place = node.meet(real.machine(), http, TIMEOUT, options.security(), Optional.empty());
            Restoration restoration = new Restoration(options, real.machine(), place, http, this::say);
            return MemberFailures.translate(() -> report(restoration.run()));
        }
    }

    private int report(Restored done) {
        String lost = done.lost().map(ClusterId::toString).orElse("none");
        say("Restored: cluster " + done.cluster() + " takes the place of " + lost + ", at revision " + done.revision()
                + " (the data had " + done.restored() + ")");
        say("Start it with bellwether etcd run; machines with empty disks join.");
        return ExitCode.DONE;
    }

    private RestoreOptions options() {
        List<String> clientUrls = program.clientUrls(node);
        return new RestoreOptions(
                node.name(),
                node.dataDir(),
                node.peerUrls(),
                clientUrls,
                program.program(),
                tool.map(List::of).orElse(SnapshotTool.USUAL),
                program.electionTimeout(1),
                from.equals(SURVIVOR) ? new Source.Survivor() : new Source.Snapshot(Path.of(from)),
                confirmed,
                beyond,
                node.security(Stream.of(node.peerUrls(), clientUrls)
                        .flatMap(List::stream)
                        .toList()));
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
