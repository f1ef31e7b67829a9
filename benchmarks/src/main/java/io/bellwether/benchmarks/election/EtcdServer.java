package io.bellwether.benchmarks.election;

import io.bellwether.benchmarks.http.BenchmarkException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real etcd of one member.
 *
 * <p>Threads: safe from any thread.
 */
final class EtcdServer implements Backend {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Pattern COUNT = Pattern.compile("(?m)^grpc_server_msg_received_total\\{[^}]*} (\\S+)$");

    private final Process process;
    private final InetSocketAddress address;
    private final HttpClient http = HttpClient.newHttpClient();

    private EtcdServer(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    static EtcdServer start(Path data) throws IOException {
        Files.createDirectories(data);
        int port = freePort();
        String clients = "http://127.0.0.1:" + port;
        String peers = "http://127.0.0.1:" + freePort();
        Process process = new ProcessBuilder(
                        "etcd",
                        "--name=one",
                        "--data-dir=" + data.resolve("etcd"),
                        "--listen-client-urls=" + clients,
                        "--advertise-client-urls=" + clients,
                        "--listen-peer-urls=" + peers,
                        "--initial-advertise-peer-urls=" + peers,
                        "--initial-cluster=one=" + peers)
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("etcd.log").toFile())
                .start();
        EtcdServer server = new EtcdServer(process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server.awaitHealth(data);
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitHealth(Path data) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!isHealthy()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly();
                throw new BenchmarkException("etcd did not become healthy; see " + data.resolve("etcd.log"));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private boolean isHealthy() {
        try {
            return get("/health").contains("\"true\"");
        } catch (IOException notYet) {
            return false;
        }
    }

    private String get(String path) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + address.getPort() + path);
        try {
            return http.send(HttpRequest.newBuilder(uri).timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", interrupted);
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public List<String> reach(InetSocketAddress at) {
        return List.of("--server", "127.0.0.1:" + at.getPort());
    }

    @Override
    public double messages() throws IOException {
        Matcher count = COUNT.matcher(get("/metrics"));
        double sum = 0;
        while (count.find()) {
            sum += Double.parseDouble(count.group(1));
        }
        return sum;
    }

    @Override
    public String unit() {
        return "gRPC messages";
    }

    @Override
    public OptionalLong lastRenewalNanos(String election, String leader) {
        return OptionalLong.empty();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        http.close();
    }
}
