package io.bellwether.benchmarks.system;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A line of the report: one figure of one scenario, and what it ought to be.
 *
 * @param what in words
 * @param unit of the figure
 */
record Row(String what, String scenario, String figure, String unit, Target target) {

    /** What the figure ought to be. */
    sealed interface Target {

        /** At least so many times the reference's. */
        record Times(double factor) implements Target {}

        /** At most this, in the row's unit. */
        record AtMost(double limit) implements Target {}

        /** At least this, in the row's unit. */
        record AtLeast(double limit) implements Target {}

        /** No larger than the reference's. */
        record NotWorse() implements Target {}

        /** Shown for its own sake; the smaller the better. */
        record None() implements Target {}
    }

    /** All lines, in order; the targets are those that the project set itself. */
    static final List<Row> ALL = List.of(
            new Row("Start, used data directory", "start-again", "millis", "ms", new Target.AtMost(1_000)),
            new Row("Start, new data directory", "start-fresh", "millis", "ms", new Target.AtMost(1_000)),
            new Row("Start with 100 000 objects", "start-many", "millis", "ms", new Target.AtMost(3_000)),
            new Row("Memory (RSS), idle", "memory-idle", "residentMegabytes", "MB", new Target.AtMost(150)),
            new Row("Memory (RSS), 35 000 objects", "memory-some", "residentMegabytes", "MB", new Target.AtMost(350)),
            new Row("Memory (RSS), 100 000 objects", "memory-many", "residentMegabytes", "MB", new Target.None()),
            new Row("Creates, 1 client", "create-1", "ratePerSecond", "/s", new Target.Times(4)),
            new Row("Creates, 1 client, p50", "create-1", "p50Millis", "ms", new Target.None()),
            new Row("Creates, 1 client, p99", "create-1", "p99Millis", "ms", new Target.None()),
            new Row("Creates, 16 clients", "create-16", "ratePerSecond", "/s", new Target.Times(4)),
            new Row("Creates, 16 clients, p99", "create-16", "p99Millis", "ms", new Target.None()),
            new Row("Creates, 256 clients", "create-256", "ratePerSecond", "/s", new Target.Times(4)),
            new Row("Creates, 256 clients, p99", "create-256", "p99Millis", "ms", new Target.AtMost(100)),
            new Row("Updates, 16 clients", "update-16", "ratePerSecond", "/s", new Target.Times(4)),
            new Row("Updates, 16 clients, p99", "update-16", "p99Millis", "ms", new Target.None()),
            new Row("GET, 16 clients", "get-16", "ratePerSecond", "/s", new Target.Times(5)),
            new Row("GET, 16 clients, p99", "get-16", "p99Millis", "ms", new Target.None()),
            new Row("GET, 64 clients", "get-64", "ratePerSecond", "/s", new Target.Times(5)),
            new Row("GET, 64 clients, p99", "get-64", "p99Millis", "ms", new Target.None()),
            new Row("LIST of 35 000 objects", "list", "p50Millis", "ms", new Target.None()),
            new Row("LIST, rate", "list", "megabytesPerSecond", "MB/s", new Target.Times(5)),
            new Row("1 000 watches × 20 events/s, p99", "watch-1000x20", "p99Millis", "ms", new Target.NotWorse()),
            new Row("1 000 watches × 40 events/s, p99", "watch-1000x40", "p99Millis", "ms", new Target.NotWorse()),
            new Row("1 000 watches × 100 events/s, p99", "watch-1000x100", "p99Millis", "ms", new Target.None()),
            new Row(
                    "1 000 watches × 100 events/s, deliveries",
                    "watch-1000x100",
                    "deliveriesPerSecond",
                    "/s",
                    new Target.AtLeast(99_000)),
            new Row("100 watches × 200 events/s, p99", "watch-100x200", "p99Millis", "ms", new Target.NotWorse()),
            new Row("5 000 watches × 4 events/s, p99", "watch-5000x4", "p99Millis", "ms", new Target.AtMost(75)),
            new Row("Opening 5 000 watches", "watch-5000x4", "openingSeconds", "s", new Target.AtMost(2)),
            new Row(
                    "Memory (RSS) after 5 000 watches",
                    "watch-5000x4",
                    "residentMegabytes",
                    "MB",
                    new Target.AtMost(400)));

    /** How many times better ours is than the reference. */
    OptionalDouble timesBetter(OptionalDouble reference, OptionalDouble ours) {
        if (reference.isEmpty() || ours.isEmpty() || reference.getAsDouble() == 0 || ours.getAsDouble() == 0) {
            return OptionalDouble.empty();
        }
        double ratio = ours.getAsDouble() / reference.getAsDouble();
        return OptionalDouble.of(isMoreBetter() ? ratio : 1 / ratio);
    }

    private boolean isMoreBetter() {
        return figure.endsWith("PerSecond");
    }

    /** The target in words. */
    String targetWords() {
        return switch (target) {
            case Target.Times(double factor) -> String.format(Locale.ROOT, "≥ %.0f ×", factor);
            case Target.AtMost(double limit) -> "≤ " + Figures.rounded(limit) + " " + unit;
            case Target.AtLeast(double limit) -> "≥ " + Figures.rounded(limit) + " " + unit;
            case Target.NotWorse() -> "no worse";
            case Target.None() -> "";
        };
    }

    /** {@code yes} or {@code no}; empty without a target or where it cannot be told. */
    String isMet(OptionalDouble reference, OptionalDouble ours) {
        if (ours.isEmpty()) {
            return "";
        }
        OptionalDouble better = timesBetter(reference, ours);
        return switch (target) {
            case Target.Times(double factor) -> better.isEmpty() ? "" : yesNo(better.getAsDouble() >= factor);
            case Target.AtMost(double limit) -> yesNo(ours.getAsDouble() <= limit);
            case Target.AtLeast(double limit) -> yesNo(ours.getAsDouble() >= limit);
            case Target.NotWorse() -> better.isEmpty() ? "" : yesNo(better.getAsDouble() >= 1);
            case Target.None() -> "";
        };
    }

    private static String yesNo(boolean yes) {
        return yes ? "yes" : "no";
    }
}
