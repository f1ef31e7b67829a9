package io.bellwether.benchmarks.election;

import io.bellwether.benchmarks.election.Launch.Way;
import io.bellwether.benchmarks.http.BenchmarkException;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Everything that is measured, on all peers. Where milliseconds count a peer has the machine to itself; those that poll
 * are measured at the same time, and so is everything that lasts seconds by its nature.
 *
 * <p>Threads: one caller; a virtual thread per trial while several run.
 */
final class Trials {

    private static final int CANDIDATES = 3;
    private static final long SEED = 42;

    /** One measurement of one peer. */
    private interface Trial {
        /** What it found, in words. */
        String run(Peer peer, Measured measured) throws IOException;
    }

    /** A measurement of some of them. */
    private record Task(String name, Predicate<Peer> which, Trial trial) {}

    private final Path root;
    private final Path work;
    private final Amounts amounts;
    private final Set<String> names;
    private final Map<Peer, Measured> results = new EnumMap<>(Peer.class);
    private final Map<Peer.Register, Backend> backends = new EnumMap<>(Peer.Register.class);

    /**
     * @param work an empty folder
     * @param peers those to compare
     * @param names of what to measure; everything, when there are none
     */
    Trials(Path root, Path work, List<Peer> peers, Amounts amounts, Set<String> names) {
        this.root = root;
        this.work = work;
        this.amounts = amounts;
        this.names = Set.copyOf(names);
        peers.forEach(peer -> results.put(peer, new Measured()));
    }

    List<PeerFindings> runAll() throws IOException {
        try {
            for (Peer peer : results.keySet()) {
                if (!backends.containsKey(peer.register())) {
                    backends.put(peer.register(), startBackend(peer, "shared"));
                }
            }
            alone();
            together();
            inTurn("footprint", peer -> true, this::footprint);
        } finally {
            backends.values().forEach(Backend::close);
        }
        return results.entrySet().stream()
                .map(entry -> entry.getValue().findings(entry.getKey()))
                .toList();
    }

    private void alone() {
        inTurn("resignations", peer -> !peer.polls(), this::resignations);
        inTurn("terminations", peer -> !peer.polls(), this::terminations);
        inTurn("kills", peer -> peer == Peer.BELLWETHER, this::kills);
    }

    private void together() {
        atOnce(
                new Task("resignations", Peer::polls, this::resignations),
                new Task("requests", peer -> true, this::traffic));
        atOnce(new Task("terminations", Peer::polls, this::terminations));
        atOnce(
                new Task("kills", peer -> peer != Peer.BELLWETHER, this::kills),
                new Task("blackholes", peer -> true, this::blackholes));
    }

    private String resignations(Peer peer, Measured measured) throws IOException {
        try (Fleet fleet = fleet(peer, "resign", Way.DIRECT)) {
            Handovers handovers = new Handovers(fleet);
            handovers.warmUp(peer.polls() ? 0 : amounts.warmUp());
            int times = peer == Peer.BELLWETHER ? amounts.ourResignations() : amounts.resignations();
            Series found = handovers.resignations(times);
            measured.resignations(found, handovers.timesRetaken());
            return found.summary();
        }
    }

    private String terminations(Peer peer, Measured measured) throws IOException {
        try (Fleet fleet = fleet(peer, "terminate", Way.DIRECT)) {
            Series found = new Handovers(fleet).terminations(amounts.terminations() * weight(peer));
            measured.terminations(found);
            return found.summary();
        }
    }

    private String kills(Peer peer, Measured measured) throws IOException {
        try (Fleet fleet = fleet(peer, "kill", Way.DIRECT)) {
            Series found = new Handovers(fleet).kills(amounts.kills() * weight(peer));
            measured.kills(found);
            return found.summary();
        }
    }

    private String blackholes(Peer peer, Measured measured) throws IOException {
        try (Fleet fleet = fleet(peer, "blackhole", Way.PROXY)) {
            Overrun found = new Blackholes(fleet).run(amounts.blackholes());
            measured.overrun(found);
            return found.pastLease().summary() + ", never: " + found.never();
        }
    }

    /** On a server of its own, which counts for it alone. */
    private String traffic(Peer peer, Measured measured) throws IOException {
        try (Backend own = startBackend(peer, "traffic");
                Fleet fleet = new Fleet(launch(peer, own, Settings.COMMON, "traffic", Way.DIRECT), random())) {
            Traffic found = Traffic.measure(fleet, amounts.window());
            measured.traffic(found);
            return found.toString();
        }
    }

    private String footprint(Peer peer, Measured measured) throws IOException {
        Launch launch = launch(peer, backend(peer), Settings.LONG, "many", Way.DIRECT);
        Footprint found = Footprint.measure(launch, amounts.elections());
        measured.footprint(found);
        return found.toString();
    }

    private static int weight(Peer peer) {
        return peer == Peer.BELLWETHER ? 2 : 1;
    }

    private Fleet fleet(Peer peer, String trial, Way way) throws IOException {
        Fleet fleet = new Fleet(launch(peer, backend(peer), Settings.SHORT, trial, way), random());
        try {
            fleet.growTo(CANDIDATES);
        } catch (IOException | RuntimeException failed) {
            fleet.close();
            throw failed;
        }
        return fleet;
    }

    /** The same rests for all. */
    private static RandomGenerator random() {
        return Randomness.seeded(SEED);
    }

    private Launch launch(Peer peer, Backend backend, Settings settings, String trial, Way way) {
        return new Launch(peer, root, work, backend, settings, peer.folder() + "-" + trial, way);
    }

    private Backend backend(Peer peer) {
        Backend found = backends.get(peer.register());
        if (found == null) {
            throw new IllegalStateException("no server for " + peer);
        }
        return found;
    }

    private Backend startBackend(Peer peer, String purpose) throws IOException {
        return Backend.start(peer, root, work.resolve(purpose + "-" + peer.folder()));
    }

    private void inTurn(String name, Predicate<Peer> which, Trial trial) {
        results.keySet().stream().filter(which).forEach(peer -> run(name, peer, trial));
    }

    private void atOnce(Task... tasks) {
        try (ExecutorService threads = Threads.virtual("benchmarks-trial")) {
            List<Future<?>> runs = new ArrayList<>();
            for (Task task : tasks) {
                results.keySet().stream()
                        .filter(task.which())
                        .forEach(peer -> runs.add(threads.submit(() -> run(task.name(), peer, task.trial()))));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", interrupted);
        } catch (ExecutionException failed) {
            throw new BenchmarkException("a trial failed", failed);
        }
    }

    /** What a peer does not stand is a finding: the others are measured all the same. */
    private void run(String name, Peer peer, Trial trial) {
        Measured measured = results.get(peer);
        if (measured == null) {
            throw new IllegalStateException("not compared: " + peer);
        }
        if (!names.isEmpty() && !names.contains(name)) {
            return;
        }
        long begin = System.nanoTime();
        try {
            String found = trial.run(peer, measured);
            System.err.printf("%-12s %-12s %3d s: %s%n", name, peer.folder(), secondsSince(begin), found);
        } catch (IOException | UncheckedIOException | BenchmarkException failed) {
            String why = String.valueOf(failed.getMessage());
            System.err.printf("%-12s %-12s failed: %s%n", name, peer.folder(), why);
            measured.failed(name, why);
        }
    }

    private static long secondsSince(long begin) {
        return (System.nanoTime() - begin) / 1_000_000_000;
    }
}
