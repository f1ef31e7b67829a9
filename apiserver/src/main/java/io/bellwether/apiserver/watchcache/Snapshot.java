package io.bellwether.apiserver.watchcache;

import io.bellwether.apiserver.watchcache.core.KindState;
import io.bellwether.store.Key;
import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every object of one kind at one revision.
 *
 * <p>Threads: immutable.
 */
public final class Snapshot {

    private final KindState state;
    private final Revision revision;

    Snapshot(KindState state, Revision revision) {
        this.state = state;
        this.revision = revision;
    }

    /** Everything up to here is in it, nothing later. */
    public Revision revision() {
        return revision;
    }

    /** The object with the key. */
    public Optional<KeyValue> get(Key key) {
        return state.get(key);
    }

    /** The objects in a range, in key order. */
    public Stream<KeyValue> in(KeyRange range) {
        return state.in(range);
    }

    /** How many objects are in a range; costs two descents. */
    public long count(KeyRange range) {
        return state.count(range);
    }
}
