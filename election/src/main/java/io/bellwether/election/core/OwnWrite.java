package io.bellwether.election.core;

import io.bellwether.election.core.LockDraft.Purpose;
import java.util.Optional;

/**
 * A write of this candidate, by which it recognizes its own record.
 *
 * @param number counts this candidate's writes, from 1
 * @param purpose why it was sent
 * @param nonce the record's nonce, when the record is this write
 * @param renewTime the record's renewTime likewise: decides alone when the nonce was lost on the way
 * @param holder the holder written
 * @param base the version it replaces; empty when it creates the lock
 * @param sentAtNanos the moment right before the request left: validity counts from here
 */
public record OwnWrite(
        long number,
        Purpose purpose,
        String nonce,
        String renewTime,
        String holder,
        Optional<LockRevision> base,
        long sentAtNanos) {

    /** The same with what the store made of its texts. */
    OwnWrite as(LockRecord record) {
        return new OwnWrite(number, purpose, record.nonce(), record.renewTime(), record.holder(), base, sentAtNanos);
    }

    /** Whether it creates the lock. */
    boolean isCreation() {
        return base.isEmpty();
    }

    /** Whether the record is what this write wrote. */
    public boolean isIn(LockRecord record) {
        boolean sameNonce = record.nonce().equals(nonce) || record.nonce().isEmpty();
        return sameNonce && record.holder().equals(holder) && record.renewTime().equals(renewTime);
    }
}
