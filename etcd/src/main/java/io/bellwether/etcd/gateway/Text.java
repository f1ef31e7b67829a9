package io.bellwether.etcd.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Keys and values, which the gateway carries in base 64. */
final class Text {

    private Text() {}

    static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    static List<Stored> stored(JsonNode entries) {
        List<Stored> stored = new ArrayList<>();
        for (JsonNode each : entries) {
            stored.add(new Stored(
                    decode(each.path("key").asString()),
                    decode(each.path("value").asString("")),
                    Long.parseLong(each.path("mod_revision").asString()),
                    Long.parseLong(each.path("create_revision").asString("0"))));
        }
        return stored;
    }

    /** The first key after all those with a prefix; the prefix ends in an ASCII character. */
    static String endOfPrefix(String prefix) {
        int last = prefix.length() - 1;
        return prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
    }
}
