package io.bellwether.apiserver.storage;

import io.bellwether.store.Key;

/** A value in the store is not an object in a format that this program knows. */
public final class CorruptObjectException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Names the key; the value stays out of messages. */
    public CorruptObjectException(Key key) {
        super("not an object in a known format: " + key);
    }
}
