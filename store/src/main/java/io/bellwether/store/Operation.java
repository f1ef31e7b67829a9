package io.bellwether.store;

/** One write of a transaction. */
public sealed interface Operation {

    /** The key that is written. */
    Key key();

    /** Writes the value, whether the key exists or not. */
    record Put(Key key, Bytes value) implements Operation {}

    /** Removes the key. A transaction that only deletes absent keys commits without a new revision. */
    record Delete(Key key) implements Operation {}
}
