package io.bellwether.benchmarks.handover;

import io.bellwether.execution.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One {@code bellwether elect} process. Its command is a shell that says who it is and then waits.
 *
 * <p>Threads: two threads read what it prints; the instant of a start is taken when the line has been read, so that all
 * instants are of one monotonic clock.
 */
final class Candidate {

    /** The command of a candidate has begun to run. */
    record Started(String identity, long atNanos) {}

    private static final String WORD = "command-started ";

    private final String identity;
    private final Process process;
    private final CompletableFuture<Boolean> following = new CompletableFuture<>();

    private Candidate(String identity, Process process) {
        this.identity = identity;
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param options of {@code elect}, the Lease among them
     * @param starts is told when the command starts
     */
    static Candidate start(
            Path root, Path kubeconfig, String identity, List<String> options, BlockingQueue<Started> starts)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(root.resolve("bellwether").toString(), "elect", "--identity", identity));
        command.addAll(options);
        command.addAll(List.of("--", "bash", "-c", "echo " + WORD + identity + "; exec sleep 1000000"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        Candidate candidate = new Candidate(identity, builder.start());
        Threads.start("benchmarks-output-" + identity, () -> candidate.readOutput(starts));
        Threads.start("benchmarks-errors-" + identity, candidate::readErrors);
        return candidate;
    }

    private void readOutput(BlockingQueue<Started> starts) {
        forEachLine(process.inputReader(), line -> {
            if (line.equals(WORD + identity)) {
                starts.add(new Started(identity, System.nanoTime()));
            }
        });
    }

    /** A standby says who holds the Lease as soon as it has seen it. */
    private void readErrors() {
        forEachLine(process.errorReader(), line -> {
            if (line.contains(" is held by ")) {
                following.complete(true);
            }
        });
        following.completeExceptionally(new IllegalStateException("candidate " + identity + " has ended"));
    }

    private static void forEachLine(BufferedReader reader, Consumer<String> action) {
        try (reader) {
            for (Optional<String> line = next(reader); line.isPresent(); line = next(reader)) {
                action.accept(line.get());
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Optional<String> next(BufferedReader reader) throws IOException {
        return Optional.ofNullable(reader.readLine());
    }

    String identity() {
        return identity;
    }

    /** Completed once this candidate stands by. */
    CompletableFuture<Boolean> following() {
        return following;
    }

    /** SIGTERM, without closing the pipes as {@link Process#destroy} would; returns when it was sent. */
    long terminate() {
        long now = System.nanoTime();
        process.toHandle().destroy();
        return now;
    }

    /** SIGKILL; returns when it was sent. */
    long kill() {
        long now = System.nanoTime();
        process.toHandle().destroyForcibly();
        return now;
    }
}
