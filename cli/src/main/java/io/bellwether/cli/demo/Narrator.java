package io.bellwether.cli.demo;

import io.bellwether.cli.command.Table;
import io.bellwether.execution.Clock;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/**
 * Tells the demonstration as it goes, and sums it up at the end.
 *
 * <p>Threads: the demonstration's own.
 */
final class Narrator {

    private final PrintWriter out;
    private final Clock clock;
    private final long startNanos;
    private final List<List<String>> rows = new ArrayList<>();

    Narrator(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
        this.startNanos = clock.nanos();
    }

    /** A heading. */
    void step(int number, String title) {
        out.println();
        out.println(Ansi.AUTO.string("@|bold " + number + ". " + title + "|@"));
        out.flush();
    }

    /** A sentence, with the time since the beginning. */
    void say(String sentence) {
        out.println("%7.2f s  %s".formatted((clock.nanos() - startNanos) / 1e9, sentence));
        out.flush();
    }

    /** A line of the summary. */
    void measure(String what, String measured) {
        rows.add(List.of(what, measured, ""));
    }

    /** A line of the summary that says whether something holds; the violations are told, a few of them. */
    void check(String what, String measured, List<String> violations) {
        rows.add(List.of(what, measured, violations.isEmpty() ? "holds" : "VIOLATED"));
        violations.stream().limit(5).forEach(line -> say("VIOLATION: " + line));
    }

    /** Prints the summary. */
    void summarize() {
        List<List<String>> filled = rows.stream()
                .map(row -> List.of(row.get(0), row.get(1), row.get(2).isEmpty() ? "-" : row.get(2)))
                .toList();
        out.println();
        new Table(List.of("WHAT", "MEASURED", "RESULT"), filled).lines().forEach(out::println);
        out.println();
        out.flush();
    }

    /** Milliseconds between two moments, for a person. */
    static String millis(long fromNanos, long toNanos) {
        return "%.0f ms".formatted((toNanos - fromNanos) / 1e6);
    }
}
