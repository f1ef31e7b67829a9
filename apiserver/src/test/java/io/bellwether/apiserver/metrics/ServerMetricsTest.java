package io.bellwether.apiserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apiserver.endpoint.EndpointRequest;
import io.bellwether.apiserver.request.Query;
import io.bellwether.apiserver.request.Verb;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServerMetricsTest {

    private static final RequestLabels LEASES =
            new RequestLabels(RequestLabels.verb(Verb.UPDATE), "coordination.k8s.io", "v1", "leases", "", "resource");

    private final ServerMetrics metrics = new ServerMetrics();

    @Test
    void requests_recorded_areCountedByStatusAndDuration() {
        metrics.requests(LEASES).record(200, TimeUnit.MILLISECONDS.toNanos(3));
        metrics.requests(LEASES).record(200, TimeUnit.MILLISECONDS.toNanos(40));
        metrics.requests(LEASES).record(409, TimeUnit.MINUTES.toNanos(2));

        String labels = "group=\"coordination.k8s.io\",resource=\"leases\",scope=\"resource\",subresource=\"\","
                + "verb=\"PUT\",version=\"v1\"";
        assertThat(scrape(List.of()))
                .contains("apiserver_request_total{code=\"200\"," + labels + "} 2.0")
                .contains("apiserver_request_total{code=\"409\"," + labels + "} 1.0")
                .contains("apiserver_request_duration_seconds_bucket{" + labels + ",le=\"0.0025\"} 0")
                .contains("apiserver_request_duration_seconds_bucket{" + labels + ",le=\"0.005\"} 1")
                .contains("apiserver_request_duration_seconds_bucket{" + labels + ",le=\"0.05\"} 2")
                .contains("apiserver_request_duration_seconds_bucket{" + labels + ",le=\"60.0\"} 2")
                .contains("apiserver_request_duration_seconds_bucket{" + labels + ",le=\"+Inf\"} 3")
                .contains("apiserver_request_duration_seconds_sum{" + labels + "} 120.043");
    }

    @Test
    void gauges_ofOneName_areWrittenTogetherAndReadEachTime() {
        List<Gauge> gauges = List.of(
                new Gauge("things", "Things.", Map.of("kind", "a"), () -> 1),
                new Gauge("things", "Things.", Map.of("kind", "b"), () -> 2));

        assertThat(scrape(gauges)).contains("things{kind=\"a\"} 1.0\nthings{kind=\"b\"} 2.0\n");
    }

    @Test
    void requests_sameLabels_areOneSeries() {
        assertThat(metrics.requests(LEASES)).isSameAs(metrics.requests(LEASES));
        assertThat(metrics.requests(RequestLabels.OTHER)).isNotSameAs(metrics.requests(LEASES));
    }

    private String scrape(List<Gauge> gauges) {
        EndpointRequest request = new EndpointRequest("/metrics", Query.NONE, List.of(), Optional.empty());
        return new MetricsEndpoint(metrics, () -> gauges).get(request).body().utf8();
    }
}
