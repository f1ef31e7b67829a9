package io.bellwether.apiserver.registry;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Trees as JSON text.
 *
 * <p>Threads: stateless.
 */
final class Documents {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Documents() {}

    static byte[] jsonBytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }
}
