package io.bellwether.benchmarks.election;

import io.bellwether.benchmarks.http.BenchmarkException;
import io.bellwether.benchmarks.system.Contender;
import io.bellwether.benchmarks.system.RunningServer;
import io.bellwether.client.ApiClient;
import io.bellwether.client.ClientOptions;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.kubeconfig.Kubeconfig;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.RealMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * {@code bellwether up}, with the elections' Leases in the namespace {@code default}.
 *
 * <p>Threads: safe from any thread.
 */
final class ApiServer implements Backend {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern SERVER = Pattern.compile("(?m)^\\s*server: (\\S+)$");

    private static final Pattern TOKEN = Pattern.compile("(?m)^([^#,]+),admin,");
    private static final Pattern CLIENT_CERTIFICATE = Pattern.compile("(?m)^\\s*client-(certificate|key)-data: .*\\n");

    /** Only what clients asked of a resource: the harness itself reads /metrics. A watch counts at its end. */
    private static final Pattern COUNT =
            Pattern.compile("(?m)^apiserver_request_total\\{[^}]*resource=\"[^\"]+\"[^}]*} (\\S+)$");

    private final RunningServer process;
    private final Path kubeconfig;
    private final RealMachine machine = RealMachine.open("benchmarks-api-server");
    private final ApiClient client;
    private final AtomicInteger copies = new AtomicInteger();

    private ApiServer(RunningServer process, Path kubeconfig) {
        this.process = process;
        this.kubeconfig = kubeconfig;
        this.client = new ApiClient(
                Kubeconfig.load(kubeconfig).context(""),
                ClientOptions.of("bellwether-benchmarks"),
                machine.machine().clock(),
                machine.machine().executor());
    }

    static ApiServer start(Path root, Path data) throws IOException {
        RunningServer process = RunningServer.start(new Contender.Bellwether(root), data);
        return new ApiServer(process, data.resolve("admin.kubeconfig"));
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public InetSocketAddress address() {
        URI server = URI.create(server());
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
    }

    private String server() {
        try {
            Matcher line = SERVER.matcher(Files.readString(kubeconfig));
            if (!line.find()) {
                throw new BenchmarkException("no server in " + kubeconfig);
            }
            return line.group(1);
        } catch (IOException unreadable) {
            throw new BenchmarkException("cannot read " + kubeconfig, unreadable);
        }
    }

    /** With the administrator's token: not every client reads every form of a private key. */
    @Override
    public List<String> reach(InetSocketAddress at) throws IOException {
        String there = "https://127.0.0.1:" + at.getPort();
        String tokens = Files.readString(kubeconfig.resolveSibling("tokens.csv"));
        Matcher token = TOKEN.matcher(tokens);
        if (!token.find()) {
            throw new BenchmarkException("no token beside " + kubeconfig);
        }
        String text = Files.readString(kubeconfig).replace(server(), there);
        String withToken = CLIENT_CERTIFICATE.matcher(text).replaceAll("");
        Path copy = kubeconfig.resolveSibling("elector-" + copies.incrementAndGet() + ".kubeconfig");
        Files.writeString(copy, withToken.stripTrailing() + "\n    token: " + token.group(1) + "\n");
        return List.of("--kubeconfig", copy.toString(), "--namespace", "default");
    }

    @Override
    public double messages() {
        Matcher count = COUNT.matcher(get("/metrics").asString());
        double sum = 0;
        while (count.find()) {
            sum += Double.parseDouble(count.group(1));
        }
        return sum;
    }

    @Override
    public String unit() {
        return "HTTP requests";
    }

    /** The holder's own stamp: all processes of this machine have one wall clock. */
    @Override
    public OptionalLong lastRenewalNanos(String election, String leader) {
        JsonNode lease = get("/apis/coordination.k8s.io/v1/namespaces/default/leases/" + election);
        String holder = lease.path("spec").path("holderIdentity").asString("");
        if (!holder.equals(leader)) {
            throw new BenchmarkException(leader + " does not hold " + election + ", but " + holder);
        }
        Instant renewed = Instant.parse(lease.path("spec").path("renewTime").asString());
        return OptionalLong.of(
                System.nanoTime() - Duration.between(renewed, Instant.now()).toNanos());
    }

    private JsonNode get(String path) {
        try {
            Reply reply = client.send(
                    new Request.Raw(path), Deadline.after(machine.machine().clock(), LIMIT));
            if (reply instanceof Reply.Success success) {
                return success.body();
            }
            throw new BenchmarkException("GET " + path + ": " + reply);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        client.close();
        machine.close();
        process.close();
    }
}
