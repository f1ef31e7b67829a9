package io.bellwether.apiserver.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.apimachinery.StatusException;
import io.bellwether.apiserver.endpoint.EndpointReply;
import io.bellwether.apiserver.endpoint.EndpointRequest;
import io.bellwether.apiserver.endpoint.MediaRange;
import io.bellwether.apiserver.request.Query;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenApiV2Test {

    private static final String ASKED = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    private static final String ANSWERED = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    @Test
    void reply_asKubectlAsks_isProtobuf() {
        EndpointReply reply = OpenApiV2.reply(request(ASKED));

        assertThat(reply.contentType()).isEqualTo(ANSWERED);
        // swagger "2.0", info {title "Bellwether", version "v1"}, no paths
        assertThat(HexFormat.of().formatHex(reply.body().shared()))
                .isEqualTo("0a03322e30" + "1210" + "0a0a42656c6c776574686572" + "12027631" + "4200");
    }

    @Test
    void reply_withoutPreference_isJson() {
        EndpointReply reply = OpenApiV2.reply(request(""));

        assertThat(reply.contentType()).isEqualTo("application/json");
        assertThat(reply.body().utf8()).contains("\"swagger\":\"2.0\"", "\"paths\":{}");
    }

    @Test
    void reply_anotherForm_isRefused() {
        assertThatThrownBy(() -> OpenApiV2.reply(request("application/xml"))).isInstanceOf(StatusException.class);
    }

    private static EndpointRequest request(String accept) {
        return new EndpointRequest(OpenApiV2.PATH, Query.NONE, MediaRange.parse(accept), Optional.empty());
    }
}
