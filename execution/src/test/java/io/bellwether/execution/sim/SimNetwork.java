package io.bellwether.execution.sim;

import io.bellwether.execution.Invariant;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Carries messages between named places, late, twice, or never.
 *
 * <p>Shape: a message is a piece of code that runs at its destination. Messages overtake each other. Directions are
 * blocked one by one, so that a partition may let requests through and keep the answers.
 *
 * <p>Threads: one thread only, the one that runs the {@link SimWorld}.
 */
public final class SimNetwork {

    /**
     * How well messages travel.
     *
     * @param minDelay the shortest way
     * @param maxDelay the longest usual way; delays are uniform between the two
     * @param slow the probability that a message takes up to {@code slowDelay} instead
     * @param slowDelay the longest way of a slow message
     * @param loss the probability that a message is lost
     * @param duplication the probability that a message arrives twice
     */
    public record Quality(
            Duration minDelay, Duration maxDelay, double slow, Duration slowDelay, double loss, double duplication) {

        /** Half a millisecond to two, nothing lost. */
        public static final Quality GOOD =
                new Quality(Duration.ofNanos(500_000), Duration.ofMillis(2), 0, Duration.ofMillis(2), 0, 0);

        /** Validates order and probabilities. */
        public Quality {
            Invariant.check(minDelay.compareTo(maxDelay) <= 0, "%s <= %s", minDelay, maxDelay);
            Invariant.check(maxDelay.compareTo(slowDelay) <= 0, "%s <= %s", maxDelay, slowDelay);
            Invariant.check(loss >= 0 && loss <= 1, "a probability: %s", loss);
            Invariant.check(duplication >= 0 && duplication <= 1, "a probability: %s", duplication);
        }
    }

    private record Direction(String from, String to) {}

    private final SimWorld world;
    private final RandomGenerator random;
    private final Set<Direction> blocked = new HashSet<>();
    private final Map<Direction, Long> slowed = new HashMap<>();
    private Quality quality;
    private long sent;
    private long lost;
    private long duplicated;
    private long stopped;

    /** A network without partitions. */
    public SimNetwork(SimWorld world, Quality quality) {
        this.world = world;
        this.random = world.random();
        this.quality = quality;
    }

    /** Sends a message; it is gone when its direction is blocked now or at its arrival. */
    public void send(String from, String to, Runnable delivery) {
        sent++;
        Direction direction = new Direction(from, to);
        if (blocked.contains(direction)) {
            stopped++;
            return;
        }
        if (random.nextDouble() < quality.loss) {
            lost++;
            return;
        }
        carry(direction, delivery);
        if (random.nextDouble() < quality.duplication) {
            duplicated++;
            carry(direction, delivery);
        }
    }

    /** Changes how well messages travel from now on. */
    public void quality(Quality quality) {
        this.quality = quality;
    }

    /** Lets what is sent in one direction from now on take so much longer; zero ends it. */
    public void slow(String from, String to, Duration extra) {
        slowed.put(new Direction(from, to), extra.toNanos());
    }

    /** Blocks one direction. */
    public void block(String from, String to) {
        blocked.add(new Direction(from, to));
    }

    /** Opens one direction. */
    public void unblock(String from, String to) {
        blocked.remove(new Direction(from, to));
    }

    /** Opens all directions, and none is slow any more. */
    public void unblockAll() {
        slowed.clear();
        blocked.clear();
    }

    /** Messages sent so far. */
    public long sent() {
        return sent;
    }

    /** Messages lost by chance. */
    public long lost() {
        return lost;
    }

    /** Messages that arrived twice. */
    public long duplicated() {
        return duplicated;
    }

    /** Messages stopped by a blocked direction. */
    public long stopped() {
        return stopped;
    }

    private void carry(Direction direction, Runnable delivery) {
        world.at(world.now() + delay() + slowed.getOrDefault(direction, 0L), () -> {
            if (blocked.contains(direction)) {
                stopped++;
            } else {
                delivery.run();
            }
        });
    }

    private long delay() {
        long min = quality.minDelay.toNanos();
        long max = (quality.slow > 0 && random.nextDouble() < quality.slow ? quality.slowDelay : quality.maxDelay)
                .toNanos();
        return min + (long) ((max - min) * random.nextDouble());
    }
}
