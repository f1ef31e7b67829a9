package io.bellwether.election.core;

import io.bellwether.election.core.LockDraft.Purpose;

/**
 * A write of this candidate, by which it recognizes its own record.
 *
 * @param number counts this candidate's writes, from 1
 * @param purpose why it was sent
 * @param nonce the record's nonce, when the record is this write
 * @param renewTime the record's renewTime likewise: decides alone when the nonce was lost on the way
 * @param holder the holder written
 * @param sentAtNanos the moment right before the request left: validity counts from here
 */
public record OwnWrite(long number, Purpose purpose, String nonce, String renewTime, String holder, long sentAtNanos) {

    /** Whether the record is what this write wrote. */
    public boolean isIn(LockRecord record) {
        boolean sameNonce = record.nonce().equals(nonce) || record.nonce().isEmpty();
        return sameNonce && record.holder().equals(holder) && record.renewTime().equals(renewTime);
    }
}
