package io.bellwether.execution;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The only source of randomness; everything else is handed a {@link RandomGenerator}, so that a simulation decides it.
 */
public final class Randomness {

    private Randomness() {}

    /** The operating system's randomness. Safe from any thread. */
    public static RandomGenerator secure() {
        return new SecureRandom();
    }

    /** Randomness that the seed alone decides, on every machine. One thread at a time. */
    public static RandomGenerator seeded(long seed) {
        return new SplittableRandom(seed);
    }

    /** A random (version 4) UUID. */
    public static UUID uuid(RandomGenerator random) {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
