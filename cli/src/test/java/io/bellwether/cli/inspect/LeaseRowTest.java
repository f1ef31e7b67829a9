package io.bellwether.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.ApiObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class LeaseRowTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:20Z");

    @ParameterizedTest
    @CsvSource({
        "a, 2026-01-01T00:00:10.000000Z, 15, held",
        "a, 2026-01-01T00:00:00.000000Z, 15, expired",
        "'', 2026-01-01T00:00:19.000000Z, 1, free",
        "a, '', 15, expired",
        "a, nonsense, 15, expired"
    })
    void of_lease_saysWhetherItIsHeld(String holder, String renewTime, int duration, String state) {
        LeaseRow row = LeaseRow.of(lease(holder, renewTime, duration), NOW);

        assertThat(row.state()).hasToString(state);
    }

    @Test
    void cells_ofHeldLease_areForPeople() {
        LeaseRow row = LeaseRow.of(lease("a", "2026-01-01T00:00:10.123456Z", 15), NOW);

        assertThat(row.cells(NOW)).containsExactly("ns", "job", "a", "7", "3", "10s ago", "held");
        assertThat(row.json())
                .hasToString("{\"namespace\":\"ns\",\"name\":\"job\",\"holder\":\"a\",\"token\":7,\"transitions\":3,"
                        + "\"renewed\":\"2026-01-01T00:00:10Z\",\"state\":\"held\"}");
    }

    private static ApiObject lease(String holder, String renewTime, int duration) {
        return new ApiObject((ObjectNode) new JsonMapper().readTree("""
                        {"metadata":{"namespace":"ns","name":"job",
                          "annotations":{"coordination.bellwether.io/fencing-token":"7"}},
                         "spec":{"holderIdentity":"%s","renewTime":"%s","leaseDurationSeconds":%d,"leaseTransitions":3}}
                        """.formatted(holder, renewTime, duration)));
    }
}
