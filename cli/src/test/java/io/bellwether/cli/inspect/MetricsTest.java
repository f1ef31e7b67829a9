package io.bellwether.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MetricsTest {

    private static final Metrics METRICS = new Metrics("""
            # HELP apiserver_storage_objects objects
            apiserver_storage_objects{resource="configmaps"} 3.0
            apiserver_storage_objects{resource="leases",x="y"} 2.0
            apiserver_storage_objects_total{resource="no"} 9.0
            process_start_time_seconds 1.5E9
            """);

    @Test
    void byLabel_ofSeries_isSortedByItsValues() {
        assertThat(METRICS.byLabel("apiserver_storage_objects", "resource"))
                .containsExactly(
                        org.assertj.core.api.Assertions.entry("configmaps", 3.0),
                        org.assertj.core.api.Assertions.entry("leases", 2.0));
    }

    @Test
    void sum_ofPlainSeries_isItsValue() {
        assertThat(METRICS.sum("process_start_time_seconds")).hasValue(1.5E9);
        assertThat(METRICS.sum("absent")).isEmpty();
    }
}
