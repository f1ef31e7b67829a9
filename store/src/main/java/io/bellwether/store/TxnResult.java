package io.bellwether.store;

import java.util.Optional;

/** How a transaction ended. */
public sealed interface TxnResult {

    /** Durable and visible, at this revision; the current revision when the transaction changed nothing. */
    record Committed(Revision revision) implements TxnResult {}

    /**
     * Nothing was written: this compare, the first in the transaction's order, did not hold.
     *
     * @param current the key's entry as it was found, empty when the key is absent
     */
    record Failed(Compare compare, Optional<KeyValue> current) implements TxnResult {}

    /**
     * Nobody can know now: it may be committed, or become so, or never. The caller reads, later, and decides; it does
     * not try again blindly.
     *
     * @param reason what happened, for people
     */
    record Unknown(String reason) implements TxnResult {}
}
