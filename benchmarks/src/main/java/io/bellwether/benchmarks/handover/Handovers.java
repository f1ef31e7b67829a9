package io.bellwether.benchmarks.handover;

import io.bellwether.benchmarks.http.BenchmarkException;
import io.bellwether.benchmarks.http.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Three candidates of one Lease, kept at three: whoever is ended is replaced, and the next handover begins only when
 * the replacement stands by.
 *
 * <p>Threads: one caller.
 */
final class Handovers implements AutoCloseable {

    private static final int CANDIDATES = 3;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path root;
    private final Path kubeconfig;
    private final List<String> options;
    private final BlockingQueue<Candidate.Started> starts = new LinkedBlockingQueue<>();
    private final BlockingQueue<LeaseWatch.Held> changes;
    private final List<Candidate> candidates = new ArrayList<>();
    private int born;
    private String leader = "";

    /**
     * @param options of {@code elect}, the Lease among them
     * @param changes what a {@link LeaseWatch} of that Lease sees
     */
    Handovers(Path root, Path kubeconfig, List<String> options, BlockingQueue<LeaseWatch.Held> changes) {
        this.root = root;
        this.kubeconfig = kubeconfig;
        this.options = List.copyOf(options);
        this.changes = changes;
    }

    /** Starts the candidates, and waits until one leads and the others stand by. */
    void begin() throws IOException {
        addCandidate();
        leader = await(starts, "the first leader").identity();
        // The watch may tell of it later than the command does.
        LeaseWatch.Held held = await(changes, "the first acquisition");
        while (!held.holder().equals(leader)) {
            held = await(changes, "the first acquisition");
        }
        while (candidates.size() < CANDIDATES) {
            awaitFollowing(addCandidate());
        }
    }

    private Candidate addCandidate() throws IOException {
        born++;
        Candidate candidate = Candidate.start(root, kubeconfig, "candidate-" + born, options, starts);
        candidates.add(candidate);
        return candidate;
    }

    /** The leader is asked to stop, so many times. */
    void terminateLeaders(int times, Samples toCommand, Samples toAcquisition) throws IOException {
        for (int time = 0; time < times; time++) {
            Candidate ended = find(leader);
            long sent = ended.terminate();
            LeaseWatch.Held released = await(changes, "the release");
            LeaseWatch.Held acquired = await(changes, "the acquisition");
            if (!released.holder().isEmpty() || acquired.holder().isEmpty()) {
                throw new BenchmarkException("expected a release and then an acquisition, not " + released + acquired);
            }
            Candidate.Started started = await(starts, "the successor's command");
            toCommand.add(started.atNanos() - sent);
            toAcquisition.add(acquired.atNanos() - released.atNanos());
            leader = replace(ended, started);
        }
    }

    /** The leader is killed, so many times. */
    void killLeaders(int times, Samples toCommand) throws IOException {
        for (int time = 0; time < times; time++) {
            Candidate ended = find(leader);
            long sent = ended.kill();
            Candidate.Started started = await(starts, "the successor's command");
            toCommand.add(started.atNanos() - sent);
            changes.clear();
            leader = replace(ended, started);
        }
    }

    private String replace(Candidate ended, Candidate.Started started) throws IOException {
        if (started.identity().equals(ended.identity())) {
            throw new BenchmarkException(ended.identity() + " started its command again after its end");
        }
        candidates.remove(ended);
        awaitFollowing(addCandidate());
        return started.identity();
    }

    private Candidate find(String identity) {
        return candidates.stream()
                .filter(candidate -> candidate.identity().equals(identity))
                .findFirst()
                .orElseThrow(() -> new BenchmarkException("no candidate is named " + identity));
    }

    private static void awaitFollowing(Candidate candidate) {
        CompletableFuture<Boolean> following = candidate.following();
        try {
            following.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException never) {
            throw new BenchmarkException(candidate.identity() + " does not stand by", never);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", interrupted);
        }
    }

    static <T> T await(BlockingQueue<T> queue, String what) {
        try {
            T next = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                throw new BenchmarkException(what + " did not come in " + LIMIT);
            }
            return next;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted while waiting for " + what, interrupted);
        }
    }

    @Override
    public void close() {
        candidates.forEach(Candidate::terminate);
    }
}
