package io.bellwether.election;

import io.bellwether.election.core.ElectionTiming;
import io.bellwether.execution.sim.SimWorld;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** I9: how many requests a candidate sends in any window of one lease, and how many it may. */
final class RequestRate {

    private final SimWorld world;
    private final SimPlan plan;
    private final Map<SimCandidate, ArrayDeque<Long>> requests = new HashMap<>();
    private final ArrayDeque<Long> passed = new ArrayDeque<>();

    RequestRate(SimWorld world, SimPlan plan) {
        this.world = world;
        this.plan = plan;
    }

    /** The lock has changed hands just now. */
    void passed() {
        passed.addLast(world.now());
    }

    /** A request is sent; answers how many were in the lease that ends with it, by the candidate's own clock. */
    int count(SimCandidate candidate) {
        ArrayDeque<Long> window = requests.computeIfAbsent(candidate, key -> new ArrayDeque<>());
        long now = candidate.process().clock().nanos();
        window.addLast(now);
        while (window.getFirst() < now - candidate.timing().leaseDuration().toNanos()) {
            window.removeFirst();
        }
        return window.size();
    }

    /** The most that it may send in such a window. */
    long bound(SimCandidate candidate) {
        ElectionTiming timing = candidate.timing();
        return unprovoked(timing) + provoked(timing.leaseDuration().toNanos());
    }

    /**
     * Every retry waits at least a quarter of the renewal interval, or 100 ms; the watch retries beside that; a few
     * follow a surprise at once.
     */
    private static long unprovoked(ElectionTiming timing) {
        long shortest = Math.max(100_000_000L, timing.renewEvery().toNanos() / 4);
        return 2 * (timing.leaseDuration().toNanos() / shortest) + 10;
    }

    /**
     * A lock that changes hands makes every candidate act at once: it tries, and reads when another one was faster. Two
     * leases, for the candidate's clock is not true time.
     */
    private long provoked(long lease) {
        if (!plan.habits().restless()) {
            return 0;
        }
        while (!passed.isEmpty() && passed.getFirst() < world.now() - 2 * plan.longestLease()) {
            passed.removeFirst();
        }
        return 3L * passed.stream().filter(at -> at >= world.now() - 2 * lease).count();
    }
}
