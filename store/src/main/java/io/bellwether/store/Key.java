package io.bellwether.store;

import java.util.Objects;

/**
 * The name of one entry: a path such as {@code /registry/leases/default/demo}.
 *
 * <p>Shape: 1 to 1024 characters of the Basic Multilingual Plane, no NUL, no surrogates, so that the order of the
 * strings is the order of their UTF-8 bytes on every backend.
 */
public record Key(String value) implements Comparable<Key> {

    /** The longest key, in characters. */
    public static final int LENGTH_LIMIT = 1024;

    public Key {
        Objects.requireNonNull(value, "value");
        if (value.isEmpty() || value.length() > LENGTH_LIMIT) {
            throw new IllegalArgumentException("a key has 1 to " + LENGTH_LIMIT + " characters, not " + value.length());
        }
        for (int index = 0; index < value.length(); index++) {
            char c = value.charAt(index);
            if (c == 0 || Character.isSurrogate(c)) {
                throw new IllegalArgumentException("a key has neither NUL nor surrogates; found one at index " + index);
            }
        }
    }

    @Override
    public int compareTo(Key other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
