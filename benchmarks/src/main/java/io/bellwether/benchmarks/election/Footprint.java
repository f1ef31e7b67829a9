package io.bellwether.benchmarks.election;

import io.bellwether.benchmarks.election.EventLog.What;
import io.bellwether.benchmarks.http.BenchmarkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What many elections in one process take, each led by it, beyond what the first one took.
 *
 * @param elections how many
 * @param threadsAdded threads of the operating system
 * @param heapKilobytesEach live after a full collection; empty for a program without a JVM
 * @param residentKilobytesEach of the whole process, which depends on the collector's mood in a JVM
 */
public record Footprint(
        int elections, long threadsAdded, OptionalDouble heapKilobytesEach, double residentKilobytesEach) {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration SETTLING = Duration.ofSeconds(3);
    private static final double BYTES_PER_KILOBYTE = 1_000;

    /** The last line of a class histogram, which a full collection precedes. */
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    private record Size(long threads, OptionalDouble heapBytes, double residentBytes) {}

    /** Starts a process with one election and one with many. */
    static Footprint measure(Launch launch, int elections) throws IOException {
        Size one = size(launch.named("one"), 1);
        Size many = size(launch.named("many"), elections);
        OptionalDouble heap = one.heapBytes().isPresent()
                ? OptionalDouble.of(
                        each(one.heapBytes().getAsDouble(), many.heapBytes().orElseThrow(), elections))
                : OptionalDouble.empty();
        return new Footprint(
                elections,
                many.threads() - one.threads(),
                heap,
                each(one.residentBytes(), many.residentBytes(), elections));
    }

    private static double each(double ofOne, double ofMany, int elections) {
        return (ofMany - ofOne) / (elections - 1) / BYTES_PER_KILOBYTE;
    }

    private static Size size(Launch launch, int elections) throws IOException {
        EventLog log = new EventLog();
        try (Elector elector = launch.start(launch.election(), log, "--elections", Integer.toString(elections))) {
            log.awaitCount(elections, LIMIT, "elections led", event -> event.what() == What.STARTED);
            LockSupport.parkNanos(SETTLING.toNanos());
            OptionalDouble heap =
                    launch.peer().isJava() ? OptionalDouble.of(heapBytes(elector.pid())) : OptionalDouble.empty();
            return new Size(status(elector.pid(), "Threads:"), heap, status(elector.pid(), "VmRSS:") * 1024.0);
        }
    }

    private static double heapBytes(long pid) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(List.of(jcmd, Long.toString(pid), "GC.class_histogram"))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher total = TOTAL.matcher(printed);
        if (!total.find()) {
            throw new BenchmarkException("no total in the histogram of process " + pid);
        }
        return Double.parseDouble(total.group(1));
    }

    private static long status(long pid, String field) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith(field))
                .map(line -> line.substring(field.length()).replace("kB", "").strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new BenchmarkException("no " + field + " of process " + pid));
    }
}
