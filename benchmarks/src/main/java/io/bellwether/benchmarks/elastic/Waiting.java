package io.bellwether.benchmarks.elastic;

import io.bellwether.benchmarks.http.BenchmarkException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks every ten milliseconds whether something holds; two minutes without it end the benchmark. */
final class Waiting {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private Waiting() {}

    static void until(String what, BooleanSupplier met) {
        long begun = System.nanoTime();
        while (!met.getAsBoolean()) {
            if (System.nanoTime() - begun > LIMIT.toNanos()) {
                throw new BenchmarkException("not within " + LIMIT + ": " + what);
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }
}
