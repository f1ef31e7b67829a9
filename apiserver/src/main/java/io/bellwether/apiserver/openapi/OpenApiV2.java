package io.bellwether.apiserver.openapi;

import io.bellwether.apimachinery.Status;
import io.bellwether.apiserver.endpoint.EndpointReply;
import io.bellwether.apiserver.endpoint.EndpointRequest;
import io.bellwether.store.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * {@code /openapi/v2}: a document that describes nothing. kubectl validates a {@code kind: List} by itself, by version
 * 2 and in protobuf only, and passes over objects that the document does not describe; without any document it gives
 * up. The server checks each object of the list strictly in any case.
 */
final class OpenApiV2 {

    static final String PATH = "/openapi/v2";

    private static final String JSON = "application/json";

    /** What clients ask for; "@" may not stand in a media type, so that the answer has a dot in its place. */
    private static final String ASKED_PROTOBUF = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

    private static final String PROTOBUF = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    private static final String VERSION_OF_FORMAT = "2.0";
    private static final String TITLE = "Bellwether";
    private static final String VERSION_OF_API = "v1";

    private static final Bytes AS_JSON = Bytes.utf8("{\"swagger\":\"" + VERSION_OF_FORMAT + "\",\"info\":{\"title\":\""
            + TITLE + "\",\"version\":\"" + VERSION_OF_API + "\"},\"paths\":{}}\n");
    private static final Bytes AS_PROTOBUF = Bytes.wrap(protobuf());

    private OpenApiV2() {}

    static EndpointReply reply(EndpointRequest request) {
        if (request.accept().isEmpty() || accepts(request, JSON)) {
            return EndpointReply.json(AS_JSON);
        }
        if (accepts(request, ASKED_PROTOBUF) || accepts(request, PROTOBUF)) {
            return new EndpointReply(200, PROTOBUF, Map.of("Vary", "Accept"), AS_PROTOBUF);
        }
        throw Status.notAcceptable(List.of(JSON, PROTOBUF)).asException();
    }

    private static boolean accepts(EndpointRequest request, String mediaType) {
        return request.accept().stream().anyMatch(range -> range.includes(mediaType));
    }

    /** The message Document of gnostic's OpenAPIv2.proto: 1 swagger, 2 info (1 title, 2 version), 8 paths. */
    private static byte[] protobuf() {
        byte[] info = joined(field(1, text(TITLE)), field(2, text(VERSION_OF_API)));
        return joined(field(1, text(VERSION_OF_FORMAT)), field(2, info), field(8, new byte[0]));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A field of bytes; number below 16 and length below 128, so that each is one byte. */
    private static byte[] field(int number, byte[] value) {
        return joined(new byte[] {(byte) (number << 3 | 2), (byte) value.length}, value);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
