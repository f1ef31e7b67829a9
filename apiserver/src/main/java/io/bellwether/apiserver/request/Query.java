package io.bellwether.apiserver.request;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The decoded parameters of the request's URL.
 *
 * @param values all values of each parameter in the order they came; copied
 */
public record Query(Map<String, List<String>> values) {

    /** No parameters. */
    public static final Query NONE = new Query(Map.of());

    public Query {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        values.forEach((name, list) -> copy.put(name, List.copyOf(list)));
        values = Collections.unmodifiableMap(copy);
    }

    /** One value for each name, given as name, value, name, value … */
    public static Query of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("names and values come in pairs");
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            values.put(namesAndValues[index], List.of(namesAndValues[index + 1]));
        }
        return new Query(values);
    }

    /**
     * The first value; empty when the parameter is missing or its first value is the empty string, which the protocol
     * treats alike.
     */
    public Optional<String> first(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        return all.isEmpty() || all.getFirst().isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
    }

    /** All values of the parameter, in order. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }
}
