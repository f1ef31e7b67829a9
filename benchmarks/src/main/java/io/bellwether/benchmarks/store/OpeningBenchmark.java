package io.bellwether.benchmarks.store;

import io.bellwether.execution.Clock;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.Threads;
import io.bellwether.store.Bytes;
import io.bellwether.store.Key;
import io.bellwether.store.KeyRange;
import io.bellwether.store.Store;
import io.bellwether.store.Txn;
import io.bellwether.store.embedded.EmbeddedStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;

/**
 * Question: how long does a process that has just started take to open a store of 100 000 objects of 1 KB, and how much
 * heap does an object take beside its value?
 *
 * <p>The objects are created one by one by 64 writers. Then processes of their own, with the server's collector, open
 * the directory one after the other. Arguments: an empty directory on the disk to measure, and how many openings.
 */
public final class OpeningBenchmark {

    private static final int OBJECTS = 100_000;
    private static final int VALUE_BYTES = 1024;
    private static final int WRITERS = 64;
    private static final String ONCE = "--once";

    private OpeningBenchmark() {}

    /** Runs the benchmark; in the processes that it starts, opens the directory once. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        if (arguments[1].equals(ONCE)) {
            System.out.println(openOnce(directory));
            return;
        }
        fill(directory);
        System.out.println(
                "| Opening | ms | objects | bytes of values | bytes of heap | beside the value, bytes per object |");
        System.out.println("|---|---|---|---|---|---|");
        for (int opening = 1; opening <= Integer.parseInt(arguments[1]); opening++) {
            System.out.println("| " + opening + " | " + openElsewhere(directory) + " |");
        }
    }

    private static void fill(Path directory) {
        try (EmbeddedStore store = EmbeddedContender.open(directory);
                ExecutorService writers = Threads.virtual("benchmark-writer")) {
            for (int writer = 0; writer < WRITERS; writer++) {
                int first = writer;
                writers.execute(() -> create(store, first));
            }
        }
    }

    private static void create(EmbeddedStore store, int first) {
        RandomGenerator random = Randomness.seeded(first);
        for (int number = first; number < OBJECTS; number += WRITERS) {
            byte[] value = new byte[VALUE_BYTES];
            random.nextBytes(value);
            Key key = new Key("/registry/core/configmaps/namespace-" + number % 100 + "/object-" + number);
            store.txn(Txn.create(key, Bytes.wrap(value)));
        }
    }

    private static String openElsewhere(Path directory) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseG1GC",
                "-Xms48m",
                "-Dlogback.configurationFile=benchmarks-logback.xml",
                "-cp",
                System.getProperty("java.class.path")));
        if (Runtime.version().feature() >= 25) {
            command.add(1, "-XX:+UseCompactObjectHeaders");
        }
        command.addAll(List.of(OpeningBenchmark.class.getName(), directory.toString(), ONCE));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("an opening ended with exit code " + process.exitValue());
        }
        return line;
    }

    private static String openOnce(Path directory) {
        Clock clock = new SystemClock();
        long heapBefore = usedHeap();
        long before = clock.nanos();
        try (Store store = EmbeddedContender.open(directory)) {
            long millis = (clock.nanos() - before) / 1_000_000;
            Store.Stats stats = store.stats(KeyRange.ALL);
            long heap = usedHeap() - heapBefore;
            return String.format(
                    Locale.ROOT,
                    "%d | %d | %d | %d | %d",
                    millis,
                    stats.count(),
                    stats.valueBytes(),
                    heap,
                    (heap - stats.valueBytes()) / stats.count());
        }
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
