package io.bellwether.benchmarks.store;

import io.bellwether.execution.Clock;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writers that write one value after the other for a while.
 *
 * @param writers how many at a time
 * @param perSecond durable writes per second
 * @param p50Millis median time of a write
 * @param p99Millis 99 of 100 writes took less
 * @param maxMillis the slowest
 */
record Round(String contender, int writers, double perSecond, double p50Millis, double p99Millis, double maxMillis) {

    private static final int VALUE_BYTES = 1538;
    private static final int SAMPLES = 8_000_000;

    static Round run(String name, Contender contender, int writers, Clock clock, Executor threads, double seconds) {
        long begin = clock.nanos() + (long) (1e9 * Math.min(1.5, seconds / 2));
        long end = begin + (long) (1e9 * seconds);
        long[] nanos = new long[SAMPLES];
        AtomicInteger count = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(writers);
        for (int writer = 0; writer < writers; writer++) {
            int number = writer;
            threads.execute(() -> {
                write(contender, number, clock, begin, end, nanos, count);
                done.countDown();
            });
        }
        await(done);
        int measured = Math.min(count.get(), SAMPLES);
        Arrays.sort(nanos, 0, measured);
        return new Round(
                name,
                writers,
                measured / seconds,
                nanos[measured / 2] / 1e6,
                nanos[(int) (measured * 0.99)] / 1e6,
                nanos[measured - 1] / 1e6);
    }

    private static void write(
            Contender contender, int writer, Clock clock, long begin, long end, long[] nanos, AtomicInteger count) {
        long before = clock.nanos();
        for (int number = 0; before < end; number++) {
            byte[] value = new byte[VALUE_BYTES];
            Arrays.fill(value, (byte) number);
            contender.write(writer, number, value);
            long after = clock.nanos();
            if (before >= begin) {
                int index = count.getAndIncrement();
                if (index < SAMPLES) {
                    nanos[index] = after - before;
                }
            }
            before = after;
        }
    }

    private static void await(CountDownLatch done) {
        try {
            done.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the benchmark was interrupted", interrupted);
        }
    }
}
