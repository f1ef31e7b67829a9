package io.bellwether.election.core;

import java.util.OptionalLong;

/**
 * A lock at one revision.
 *
 * @param revision names this version
 * @param uid names this life of the lock: another one after it was deleted and created again; empty when the store has
 *     none
 * @param record what it says
 * @param stampedToken the fencing token that the server maintains for this lock, where the server does
 * @param base what its store needs to write over this revision; opaque here, never changed
 */
public record LockSnapshot(
        LockRevision revision, String uid, LockRecord record, OptionalLong stampedToken, Object base) {

    /** The fencing token of a term that this write began: the server's stamp, else the revision's own order (§4.6). */
    public FencingToken token() {
        return new FencingToken(stampedToken.orElse(revision.order()));
    }
}
