package io.bellwether.apiserver.http.core;

import io.bellwether.apiserver.request.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the raw query of a request. */
public final class QueryParser {

    /** More parameters than any operation has. */
    private static final int COUNT_LIMIT = 256;

    private QueryParser() {}

    /**
     * The decoded parameters; empty when an escape is damaged or there are too many.
     *
     * @param raw without the question mark; the empty string: no query
     */
    public static Optional<Query> parse(String raw) {
        if (raw.isEmpty()) {
            return Optional.of(Query.NONE);
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        int count = 0;
        for (String pair : raw.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            Optional<String> name = decode(equals < 0 ? pair : pair.substring(0, equals));
            Optional<String> value = decode(equals < 0 ? "" : pair.substring(equals + 1));
            if (name.isEmpty() || value.isEmpty() || ++count > COUNT_LIMIT) {
                return Optional.empty();
            }
            values.computeIfAbsent(name.get(), key -> new ArrayList<>(1)).add(value.get());
        }
        return Optional.of(new Query(values));
    }

    private static Optional<String> decode(String raw) {
        return PercentDecoder.decode(raw.indexOf('+') < 0 ? raw : raw.replace('+', ' '));
    }
}
