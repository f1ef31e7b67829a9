package io.bellwether.store;

import java.util.Optional;

/**
 * A contiguous part of the key space.
 *
 * @param start the first key that may be in the range, inclusive; the empty string is the beginning of the key space
 * @param end the first key after the range, exclusive; empty: to the end of the key space
 */
public record KeyRange(String start, Optional<String> end) {

    /** Every key. */
    public static final KeyRange ALL = new KeyRange("", Optional.empty());

    /** Just this key. */
    public static KeyRange of(Key key) {
        return new KeyRange(key.value(), Optional.of(key.value() + "\0"));
    }

    /** All keys that begin with the prefix; the prefix is not empty and does not end in U+FFFF. */
    public static KeyRange prefix(String prefix) {
        if (prefix.isEmpty() || prefix.charAt(prefix.length() - 1) == Character.MAX_VALUE) {
            throw new IllegalArgumentException("a prefix is not empty and does not end in U+FFFF");
        }
        int last = prefix.length() - 1;
        return new KeyRange(prefix, Optional.of(prefix.substring(0, last) + (char) (prefix.charAt(last) + 1)));
    }

    /** The part of this range after the key: how a page continues. */
    public KeyRange after(Key key) {
        String next = key.value() + "\0";
        return next.compareTo(start) <= 0 ? this : new KeyRange(next, end);
    }

    /** Whether the key is in the range. */
    public boolean contains(Key key) {
        return key.value().compareTo(start) >= 0
                && end.map(limit -> key.value().compareTo(limit) < 0).orElse(true);
    }
}
