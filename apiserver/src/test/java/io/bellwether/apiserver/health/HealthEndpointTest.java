package io.bellwether.apiserver.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.apimachinery.StatusException;
import io.bellwether.apiserver.endpoint.EndpointReply;
import io.bellwether.apiserver.endpoint.EndpointRequest;
import io.bellwether.apiserver.request.Query;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthEndpointTest {

    private static final HealthCheck ILL = new HealthCheck("store-write", () -> Optional.of("the disk is on fire"));

    @Test
    void allWell_isOk() {
        EndpointReply reply = endpoint(HealthCheck.PING).get(request("/readyz", Query.NONE));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().utf8()).isEqualTo("ok");
    }

    @Test
    void oneIll_is500WithAllChecksButNoReason() {
        EndpointReply reply = endpoint(HealthCheck.PING, ILL).get(request("/readyz", Query.NONE));

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.body().utf8())
                .isEqualTo("[+]ping ok\n[-]store-write failed: reason withheld\nreadyz check failed\n");
    }

    @Test
    void illOneExcluded_isOk() {
        EndpointReply reply =
                endpoint(HealthCheck.PING, ILL).get(request("/readyz", Query.of("exclude", "store-write")));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().utf8()).isEqualTo("ok");
    }

    @Test
    void oneCheck_isAskedAlone() {
        HealthEndpoint endpoint = endpoint(HealthCheck.PING, ILL);

        assertThat(endpoint.get(request("/readyz/ping", Query.NONE)).status()).isEqualTo(200);
        assertThat(endpoint.get(request("/readyz/store-write", Query.NONE)).status())
                .isEqualTo(500);
        assertThatThrownBy(() -> endpoint.get(request("/readyz/unknown", Query.NONE)))
                .isInstanceOf(StatusException.class);
    }

    private static HealthEndpoint endpoint(HealthCheck... checks) {
        return new HealthEndpoint("readyz", List.of(checks));
    }

    private static EndpointRequest request(String path, Query query) {
        return new EndpointRequest(path, query, List.of(), Optional.empty());
    }
}
