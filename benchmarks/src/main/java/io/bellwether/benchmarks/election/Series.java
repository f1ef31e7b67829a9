package io.bellwether.benchmarks.election;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * Durations in the order in which they were measured; in the data file, a plain list.
 *
 * @param millis in milliseconds, may be negative
 */
public record Series(@JsonValue List<Double> millis) {

    /** Nothing measured. */
    static final Series NONE = new Series(List.of());

    /** Copies. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Series {
        millis = List.copyOf(millis);
    }

    /** The unit of a series. */
    static double millis(long nanos) {
        return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    /** For who looks on. */
    String summary() {
        return millis.isEmpty()
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "p50 %.1f ms, longest %.1f ms of %d",
                        percentile(50).getAsDouble(),
                        max().getAsDouble(),
                        count());
    }

    int count() {
        return millis.size();
    }

    /** The smallest that so many percent do not exceed (nearest rank); empty without any. */
    OptionalDouble percentile(double percent) {
        if (millis.isEmpty()) {
            return OptionalDouble.empty();
        }
        int rank = (int) Math.ceil(percent / 100 * millis.size());
        return OptionalDouble.of(millis.stream().sorted().toList().get(Math.max(rank, 1) - 1));
    }

    /** The largest; empty without any. */
    OptionalDouble max() {
        return percentile(100);
    }
}
