package io.bellwether.apiserver.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads the counters in the form that the Prometheus library writes. */
final class Snapshots implements MultiCollector {

    private final ServerMetrics metrics;
    private final Supplier<List<Gauge>> gauges;

    Snapshots(ServerMetrics metrics, Supplier<List<Gauge>> gauges) {
        this.metrics = metrics;
        this.gauges = gauges;
    }

    @Override
    public MetricSnapshots collect() {
        List<MetricSnapshot> all = new ArrayList<>();
        all.add(requestDurations());
        all.add(requestCounts());
        all.add(HistogramSnapshot.builder()
                .name("bellwether_store_txn_duration_seconds")
                .help("Time of a store transaction, until it is durable.")
                .dataPoint(dataPoint(metrics.commits(), Labels.EMPTY))
                .build());
        all.addAll(gauges());
        return new MetricSnapshots(all);
    }

    private HistogramSnapshot requestDurations() {
        HistogramSnapshot.Builder builder = HistogramSnapshot.builder()
                .name("apiserver_request_duration_seconds")
                .help("Time of a request, from its first byte to the last one of its answer; of a watch, its life.");
        metrics.requests()
                .forEach((labels, series) -> builder.dataPoint(dataPoint(series.durations(), labels(labels))));
        return builder.build();
    }

    private CounterSnapshot requestCounts() {
        CounterSnapshot.Builder builder =
                CounterSnapshot.builder().name("apiserver_request").help("Requests answered, by HTTP status.");
        metrics.requests()
                .forEach((labels, series) -> series.countsByStatus()
                        .forEach((status, count) -> builder.dataPoint(CounterDataPointSnapshot.builder()
                                .labels(labels(labels).add("code", Integer.toString(status)))
                                .value(count)
                                .build())));
        return builder.build();
    }

    /** The library wants all data points of a name together. */
    private List<GaugeSnapshot> gauges() {
        Map<String, GaugeSnapshot.Builder> byName = new LinkedHashMap<>();
        for (Gauge gauge : gauges.get()) {
            Map<String, String> labels = new TreeMap<>(gauge.labels());
            byName.computeIfAbsent(
                            gauge.name(),
                            name -> GaugeSnapshot.builder().name(name).help(gauge.help()))
                    .dataPoint(GaugeDataPointSnapshot.builder()
                            .labels(Labels.of(List.copyOf(labels.keySet()), List.copyOf(labels.values())))
                            .value(gauge.value().getAsDouble())
                            .build());
        }
        return byName.values().stream().map(GaugeSnapshot.Builder::build).toList();
    }

    private static HistogramDataPointSnapshot dataPoint(LatencyHistogram histogram, Labels labels) {
        return HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(
                        ClassicHistogramBuckets.of(LatencyHistogram.boundsSeconds(), histogram.counts()))
                .sum(histogram.sumSeconds())
                .build();
    }

    private static Labels labels(RequestLabels labels) {
        return Labels.of(
                "verb", labels.verb(),
                "group", labels.group(),
                "version", labels.version(),
                "resource", labels.resource(),
                "subresource", labels.subresource(),
                "scope", labels.scope());
    }
}
