package io.bellwether.store;

/**
 * A condition of a transaction: the key was last written by exactly this commit.
 *
 * <p>Shape: the key need not be among those the transaction writes (a fence).
 *
 * @param modRevision the expected revision of the key's last write; {@link Revision#NONE}: the key is absent
 */
public record Compare(Key key, Revision modRevision) {

    /** The key does not exist. */
    public static Compare absent(Key key) {
        return new Compare(key, Revision.NONE);
    }

    /** The entry is still the one that was read. */
    public static Compare unchanged(KeyValue entry) {
        return new Compare(entry.key(), entry.modRevision());
    }
}
