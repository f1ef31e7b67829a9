package io.bellwether.apiserver.metrics;

import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * A value that is read when metrics are asked for.
 *
 * @param name in Prometheus' form
 * @param labels the map is copied
 */
public record Gauge(String name, String help, Map<String, String> labels, DoubleSupplier value) {

    public Gauge {
        labels = Map.copyOf(labels);
    }
}
