package io.bellwether.benchmarks.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one scenario measured.
 *
 * @param figures by name with the unit at its end, in the order in which they are shown
 */
public record Result(String scenario, Map<String, Double> figures) {

    /** Copies the figures and keeps their order. */
    public Result {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /** The figure, which must be there. */
    public double figure(String name) {
        Double value = figures.get(name);
        if (value == null) {
            throw new IllegalArgumentException(scenario + " has no figure " + name + " but " + figures.keySet());
        }
        return value;
    }
}
