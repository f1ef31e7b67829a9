package io.bellwether.benchmarks.election;

import io.bellwether.benchmarks.http.BenchmarkException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The server that a peer brings as a program of its own: a ZooKeeper, a database. It prints {@code ready PORT}; the
 * word {@code count} on its standard input makes it print {@code count N}, what it has received so far.
 *
 * <p>Threads: confined to its user.
 */
final class PeerServer implements Backend {

    private final Process process;
    private final BufferedReader output;
    private final InetSocketAddress address;
    private final String unit;

    private PeerServer(Process process, BufferedReader output, InetSocketAddress address, String unit) {
        this.process = process;
        this.output = output;
        this.address = address;
        this.unit = unit;
    }

    static PeerServer start(Peer peer, Path root, Path data) throws IOException {
        Files.createDirectories(data);
        List<String> command = new ArrayList<>(peer.serverCommand(root));
        command.addAll(List.of("--data-dir", data.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(data.resolve("server.log").toFile())
                .start();
        BufferedReader output = process.inputReader();
        int port = Integer.parseInt(answer(output, "ready"));
        String unit = peer.register() == Peer.Register.DATABASE ? "SQL statements" : "ZooKeeper packets";
        return new PeerServer(process, output, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), unit);
    }

    private static String answer(BufferedReader output, String word) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(word + " ")) {
                return line.substring(word.length() + 1);
            }
        }
        throw new BenchmarkException("a server ended before it said " + word);
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
        process.getOutputStream().write("count\n".getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
        return Double.parseDouble(answer(output, "count"));
    }

    @Override
    public String unit() {
        return unit;
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
    }
}
