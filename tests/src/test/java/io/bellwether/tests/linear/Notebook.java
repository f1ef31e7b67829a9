package io.bellwether.tests.linear;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What one client remembers: which versions it has seen, and which values it has written.
 *
 * <p>Threads: one at a time.
 */
final class Notebook {

    private final String name;
    private final Map<String, Long> versions = new HashMap<>();
    private int written;

    Notebook(String name) {
        this.name = name;
    }

    OptionalLong lastSeen(String object) {
        Long version = versions.get(object);
        return version == null ? OptionalLong.empty() : OptionalLong.of(version);
    }

    String freshValue() {
        written++;
        return name + "-" + written;
    }

    void remember(String object, Outcome outcome) {
        switch (outcome) {
            case Outcome.Found(String value, long version) -> versions.put(object, version);
            case Outcome.Written(long version) -> versions.put(object, version);
            default -> {}
        }
    }
}
