package io.bellwether.election.record;

import io.bellwether.store.Key;
import io.bellwether.store.KeyRange;

/**
 * Where a lock lies in its store.
 *
 * @param record says who holds it
 * @param term was last written when a term began or ended
 * @param range has both, and nothing else
 */
record LockKeys(Key record, Key term, KeyRange range) {

    private static final String LOCKS = "/locks/";

    static LockKeys of(String name) {
        if (name.isBlank() || name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("a lock's name is not empty and has no slash, unlike \"" + name + "\"");
        }
        String prefix = LOCKS + name + "/";
        return new LockKeys(new Key(prefix + "record"), new Key(prefix + "term"), KeyRange.prefix(prefix));
    }
}
