package io.bellwether.tests.etcd;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Waits for something that another process does: looks again and again, for a bounded time. While this process stands
 * still, stopped or with its whole machine, nobody looks: that time does not count.
 */
final class Patience {

    private static final long LOOK_EVERY_MILLIS = 25;

    /** A pause of milliseconds that takes longer was none. */
    private static final long STOOD_STILL_NANOS = TimeUnit.SECONDS.toNanos(2);

    private Patience() {}

    /** The value once there is one; how long that took counts in the tests, so it is answered as well. */
    record Met<T>(T value, Duration after) {}

    static <T> Met<T> await(Duration limit, Supplier<String> what, Supplier<Optional<T>> look)
            throws InterruptedException {
        long begun = System.nanoTime();
        while (true) {
            Optional<T> found = look.get();
            Duration after = Duration.ofNanos(System.nanoTime() - begun);
            if (found.isPresent()) {
                return new Met<>(found.get(), after);
            }
            if (after.compareTo(limit) > 0) {
                throw new AssertionError("not within " + limit + ": " + what.get());
            }
            long before = System.nanoTime();
            pause(LOOK_EVERY_MILLIS);
            long slept = System.nanoTime() - before;
            begun += slept > STOOD_STILL_NANOS ? slept : 0;
        }
    }

    static void pause(long millis) throws InterruptedException {
        boolean never = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        if (never) {
            throw new AssertionError("nobody counts this latch down");
        }
    }
}
