package io.bellwether.tests.etcd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * For which part of the time somebody could write, but for some windows of it.
 *
 * <p>Shape: the time between two acknowledgements counts as far as it lies outside of the windows. What is left of it
 * on one side of a window is time without writes if it is longer than 200 ms, which nobody notices; else it is time
 * with.
 *
 * @param considered all that counts
 * @param outages the parts of it without writes
 */
record Availability(Duration considered, List<Ledger.Gap> outages) {

    /** A pause between two acknowledgements that nobody notices. */
    private static final long HARMLESS_NANOS = Duration.ofMillis(200).toNanos();

    Availability {
        outages = List.copyOf(outages);
    }

    /** A time that does not count: nanoseconds on this machine's clock. */
    record Window(long from, long to) {}

    /**
     * Between the first acknowledgement and the last.
     *
     * @param gaps between one acknowledgement and the next
     * @param windows in the order of their beginnings
     */
    static Availability outside(List<Window> windows, List<Ledger.Gap> gaps) {
        Duration considered = Duration.ZERO;
        List<Ledger.Gap> outages = new ArrayList<>();
        for (Ledger.Gap gap : gaps) {
            for (Ledger.Gap part : parts(gap, windows)) {
                considered = considered.plus(part.length());
                if (part.length().toNanos() > HARMLESS_NANOS) {
                    outages.add(part);
                }
            }
        }
        return new Availability(considered, outages);
    }

    private static List<Ledger.Gap> parts(Ledger.Gap gap, List<Window> windows) {
        List<Ledger.Gap> parts = new ArrayList<>();
        long from = gap.from();
        for (Window window : windows) {
            if (gap.touches(window.from(), window.to())) {
                if (window.from() > from) {
                    parts.add(new Ledger.Gap(from, window.from()));
                }
                from = Math.max(from, window.to());
            }
        }
        if (gap.to() > from) {
            parts.add(new Ledger.Gap(from, gap.to()));
        }
        return parts;
    }

    /** From 0 to 1. */
    double share() {
        long down =
                outages.stream().mapToLong(outage -> outage.length().toNanos()).sum();
        return considered.isZero() ? 1 : 1 - down / (double) considered.toNanos();
    }
}
