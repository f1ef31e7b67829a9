package io.bellwether.benchmarks.handover;

import io.bellwether.benchmarks.http.Samples;
import io.bellwether.benchmarks.http2.Endpoint;
import io.bellwether.benchmarks.http2.Http2Connection;
import io.bellwether.benchmarks.system.Machine;
import io.bellwether.client.ClientConfig;
import io.bellwether.client.kubeconfig.Kubeconfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Times handovers of a Lease between {@code bellwether elect} processes on a running server. */
@Command(
        name = "benchmarks/run handover",
        mixinStandardHelpOptions = true,
        description = "Times handovers between three candidates: asked to by SIGTERM, after kill -9, and by resign().")
public final class HandoverBenchmark implements Callable<Integer> {

    private static final String NAMESPACE = "default";
    private static final int WARM_UP = 200;
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Option(names = "--root", required = true, hidden = true, description = "The source tree.")
    private Path root = Path.of("");

    @Option(names = "--kubeconfig", required = true, description = "The server, and an identity that may do anything.")
    private Path kubeconfig = Path.of("");

    @Option(names = "--handovers", description = "By SIGTERM; default ${DEFAULT-VALUE}.")
    private int handovers = 120;

    @Option(names = "--resignations", description = "In this JVM, unmeasured ones before; default ${DEFAULT-VALUE}.")
    private int resignations = 200;

    @Option(names = "--kills", description = "By kill -9; default ${DEFAULT-VALUE}.")
    private int kills = 10;

    @Option(names = "--lease-seconds", description = "Lease duration; default ${DEFAULT-VALUE}, as in client-go.")
    private int leaseSeconds = 15;

    @Option(names = "--output", description = "Folder for handover.md and data/; default: docs/benchmarks.")
    private Path output = Path.of("docs/benchmarks");

    private HandoverBenchmark() {}

    /** Exit code 0, 1 when a handover failed, 2 for wrong usage. */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new HandoverBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        String lease = "handover-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
        String warmLease = lease + "-warm";
        List<String> options = List.of("--lease", NAMESPACE + "/" + lease, "--lease-duration", leaseSeconds + "s");
        BlockingQueue<LeaseWatch.Held> changes = new LinkedBlockingQueue<>();
        BlockingQueue<LeaseWatch.Held> warmChanges = new LinkedBlockingQueue<>();
        ClientConfig server = Kubeconfig.load(kubeconfig).context("");
        Endpoint endpoint = Endpoint.of(server);
        Samples resignToStarted = new Samples();
        Samples resignToAcquisition = new Samples();
        Samples toCommand = new Samples();
        Samples toAcquisition = new Samples();
        Samples afterKill = new Samples();
        try (Http2Connection connection = Http2Connection.open(endpoint, "benchmarks-lease-watch");
                Handovers runs = new Handovers(root, kubeconfig, options, changes)) {
            LeaseWatch.start(connection, NAMESPACE, lease, changes);
            runs.begin();
            runs.terminateLeaders(handovers, toCommand, toAcquisition);
            runs.killLeaders(kills, afterKill);
        }
        try (Http2Connection connection = Http2Connection.open(endpoint, "benchmarks-lease-watch");
                Resignations runs = new Resignations(server, NAMESPACE, warmLease, warmChanges)) {
            LeaseWatch.start(connection, NAMESPACE, warmLease, warmChanges);
            runs.begin();
            runs.resign(WARM_UP, new Samples(), new Samples());
            runs.resign(resignations, resignToStarted, resignToAcquisition);
        }
        write(new HandoverFindings(
                Machine.current(),
                Duration.ofSeconds(leaseSeconds).toMillis(),
                HandoverFindings.Distribution.of(toCommand),
                HandoverFindings.Distribution.of(toAcquisition),
                HandoverFindings.Distribution.of(resignToStarted),
                HandoverFindings.Distribution.of(resignToAcquisition),
                HandoverFindings.Distribution.of(afterKill)));
        return 0;
    }

    private void write(HandoverFindings findings) throws Exception {
        Files.createDirectories(output.resolve("data"));
        Files.writeString(output.resolve("data/handover.json"), MAPPER.writeValueAsString(findings) + "\n");
        for (Map.Entry<String, String> file :
                new HandoverReport(findings).files().entrySet()) {
            Files.writeString(output.resolve(file.getKey()), file.getValue());
        }
        System.err.println(new HandoverReport(findings).table());
    }
}
