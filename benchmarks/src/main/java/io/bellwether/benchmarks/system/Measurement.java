package io.bellwether.benchmarks.system;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The figures of one scenario on one server in one round.
 *
 * @param failure why there are no figures; empty when there are
 */
public record Measurement(String server, int round, String scenario, Map<String, Double> figures, String failure) {

    /** Copies the figures and keeps their order. */
    public Measurement {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }
}
