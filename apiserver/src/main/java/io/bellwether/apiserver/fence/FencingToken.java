package io.bellwether.apiserver.fence;

import io.bellwether.execution.Invariant;
import io.bellwether.store.Bytes;
import io.bellwether.store.Compare;
import io.bellwether.store.Key;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Operation;
import io.bellwether.store.Revision;

/**
 * The fencing token of one Lease as it was read.
 *
 * <p>Shape: it lies under {@code /fences/<namespace>/<lease>} as decimal text, outlives the Lease, and only grows.
 *
 * @param value 0: the Lease has never been written
 * @param modRevision of the key; {@link Revision#NONE} while it is absent
 */
public record FencingToken(Key key, long value, Revision modRevision) {

    /** Where all tokens lie. */
    public static final String ROOT = "/fences/";

    public FencingToken {
        Invariant.check(value >= 0, "a fencing token never goes back below 0: %s", value);
    }

    static Key keyOf(String namespace, String lease) {
        return new Key(ROOT + namespace + "/" + lease);
    }

    static FencingToken of(KeyValue entry) {
        return new FencingToken(entry.key(), Long.parseLong(entry.value().utf8()), entry.modRevision());
    }

    /** Holds as long as the token is the one that was read. */
    public Compare unchanged() {
        return new Compare(key, modRevision);
    }

    /** The token after this one. */
    public long next() {
        return Math.addExact(value, 1);
    }

    /** Writes the token after this one. */
    public Operation advance() {
        return new Operation.Put(key, Bytes.utf8(Long.toString(next())));
    }
}
