package io.bellwether.benchmarks.election;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What candidates ask of their server while nothing happens.
 *
 * @param leaderPerMinute of a leader alone
 * @param standbyPerMinute of each standby beside it
 * @param unit what is counted
 */
public record Traffic(double leaderPerMinute, double standbyPerMinute, String unit) {

    private static final int STANDBYS = 2;

    /** Begins with a fleet of nobody; each of the two windows has this length. */
    static Traffic measure(Fleet fleet, Duration window) throws IOException {
        Backend backend = fleet.launch().backend();
        fleet.growTo(1);
        double leader = perMinute(backend, window, fleet.launch().settings());
        fleet.growTo(1 + STANDBYS);
        double all = perMinute(backend, window, fleet.launch().settings());
        return new Traffic(leader, (all - leader) / STANDBYS, backend.unit());
    }

    private static double perMinute(Backend backend, Duration window, Settings settings) throws IOException {
        // What belongs to starting is over then.
        LockSupport.parkNanos(settings.retry().multipliedBy(3).toNanos());
        double before = backend.messages();
        long begin = System.nanoTime();
        LockSupport.parkNanos(window.toNanos());
        double received = backend.messages() - before;
        return received * Duration.ofMinutes(1).toNanos() / (System.nanoTime() - begin);
    }
}
