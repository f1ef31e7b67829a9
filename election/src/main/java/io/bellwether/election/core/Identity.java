package io.bellwether.election.core;

/**
 * Who a candidate is.
 *
 * @param holder the name written into the record; not empty. Another process may, by mistake, use the same
 * @param instance what only this candidate object has: a random text, the beginning of each of its nonces
 */
public record Identity(String holder, String instance) {

    /** Refuses empty names: an empty holder means that nobody holds the lock. */
    public Identity {
        if (holder.isBlank() || instance.isBlank()) {
            throw new IllegalArgumentException("an identity must not be empty: holder \"" + holder + "\"");
        }
    }
}
