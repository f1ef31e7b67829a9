package io.bellwether.benchmarks.store;

import io.bellwether.execution.Clock;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Question: how many durable writes of 1.5 KB does the embedded store acknowledge per second, and how long does one
 * take, beside a bare loop of append and sync on the same disk?
 *
 * <p>All contenders take turns in each round, because a disk shared with others changes from minute to minute; the
 * medians of the rounds are compared. Arguments: a directory on the disk to measure, rounds, seconds per turn, and the
 * file that the rounds are written to.
 */
public final class StoreBenchmark {

    private static final int[] WRITERS = {1, 16, 256};
    private static final List<String> CONTENDERS = List.of("append", "preallocated", "embedded");

    private final Path directory;
    private final double seconds;
    private final Clock clock = new SystemClock();
    private final ExecutorService writers = Threads.virtual("benchmark-writer");

    private StoreBenchmark(Path directory, double seconds) {
        this.directory = directory;
        this.seconds = seconds;
    }

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws IOException {
        StoreBenchmark benchmark = new StoreBenchmark(Path.of(arguments[0]), Double.parseDouble(arguments[2]));
        List<Round> rounds = new ArrayList<>();
        for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
            for (int count : WRITERS) {
                for (String contender : CONTENDERS) {
                    rounds.add(benchmark.turn(contender, count));
                    System.err.println(rounds.get(rounds.size() - 1));
                }
            }
        }
        Files.createDirectories(Path.of(arguments[3]).toAbsolutePath().getParent());
        Files.writeString(Path.of(arguments[3]), csv(rounds));
        System.out.println(table(rounds));
    }

    private Round turn(String name, int count) throws IOException {
        Path place = directory.resolve(name);
        Files.createDirectories(place);
        try (Contender contender = contender(name, place)) {
            return Round.run(name, contender, count, clock, writers, seconds);
        } finally {
            delete(place);
        }
    }

    private static Contender contender(String name, Path place) throws IOException {
        return switch (name) {
            case "append" ->
                new RawFile(place.resolve("file"), RawFile.Kind.APPEND, task -> Threads.start("benchmark-raw", task));
            case "preallocated" ->
                new RawFile(
                        place.resolve("file"), RawFile.Kind.PREALLOCATED, task -> Threads.start("benchmark-raw", task));
            default -> new EmbeddedContender(place);
        };
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String csv(List<Round> rounds) {
        StringBuilder lines = new StringBuilder("contender,writers,per_second,p50_ms,p99_ms,max_ms\n");
        for (Round round : rounds) {
            lines.append(String.format(
                    Locale.ROOT,
                    "%s,%d,%.0f,%.3f,%.3f,%.3f%n",
                    round.contender(),
                    round.writers(),
                    round.perSecond(),
                    round.p50Millis(),
                    round.p99Millis(),
                    round.maxMillis()));
        }
        return lines.toString();
    }

    private static String table(List<Round> rounds) {
        StringBuilder lines = new StringBuilder(
                "| Writers | | Writes/s | of append | p50 ms | p99 ms | max ms |\n|---|---|---|---|---|---|---|\n");
        for (int count : WRITERS) {
            double append = median(rounds, "append", count, Round::perSecond);
            for (String contender : CONTENDERS) {
                double rate = median(rounds, contender, count, Round::perSecond);
                lines.append(String.format(
                        Locale.ROOT,
                        "| %d | %s | %.0f | %.0f %% | %.2f | %.2f | %.1f |%n",
                        count,
                        contender,
                        rate,
                        100 * rate / append,
                        median(rounds, contender, count, Round::p50Millis),
                        median(rounds, contender, count, Round::p99Millis),
                        median(rounds, contender, count, Round::maxMillis)));
            }
        }
        return lines.toString();
    }

    private static double median(List<Round> rounds, String name, int count, ToDoubleFunction<Round> figure) {
        double[] figures = rounds.stream()
                .filter(round -> round.contender().equals(name) && round.writers() == count)
                .mapToDouble(figure)
                .sorted()
                .toArray();
        return figures[figures.length / 2];
    }
}
