package io.bellwether.etcd.discovery;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request, read whole.
 *
 * @param method such as {@code GET}
 * @param path its parts between slashes, without empty ones; the list is copied
 * @param query its parameters, each once; the map is copied
 * @param host to which it was sent, as its sender wrote it
 * @param signed its signature's header, as it came; empty: none
 */
record Request(String method, List<String> path, Map<String, String> query, String host, String signed, String body) {

    Request {
        path = List.copyOf(path);
        query = Map.copyOf(query);
    }

    boolean is(String other) {
        return method.equals(other);
    }

    boolean isTrue(String parameter) {
        return "true".equals(query.get(parameter));
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** A field of a body that is an HTML form. */
    Optional<String> field(String name) {
        return Optional.ofNullable(form(body).get(name));
    }

    /** Reads {@code a=1&b=2}; of a name that comes twice the last counts. */
    static Map<String, String> form(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
