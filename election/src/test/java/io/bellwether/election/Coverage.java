package io.bellwether.election;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what a simulation has met, so that a run that met nothing is seen to prove nothing. */
final class Coverage {

    /** Counters that begin with this are maxima, not sums. */
    private static final String MOST = "most ";

    private final Map<String, Long> counts = new TreeMap<>();

    void count(String what) {
        count(what, 1);
    }

    void count(String what, long times) {
        counts.merge(what, times, Long::sum);
    }

    void max(String what, long value) {
        counts.merge(what, value, Math::max);
    }

    /** Adds what another run has met. */
    void add(Coverage other) {
        other.counts.forEach((what, count) -> {
            if (what.startsWith(MOST)) {
                max(what, count);
            } else {
                count(what, count);
            }
        });
    }

    /** Those of them that have not occurred. */
    List<String> missing(Collection<String> expected) {
        return expected.stream().filter(what -> of(what) == 0).toList();
    }

    long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    @Override
    public String toString() {
        return counts.entrySet().stream()
                .map(entry -> "  " + entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("\n"));
    }
}
