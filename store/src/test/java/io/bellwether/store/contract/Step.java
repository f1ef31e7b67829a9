package io.bellwether.store.contract;

import io.bellwether.store.KeyRange;
import io.bellwether.store.Operation;
import java.util.List;

/**
 * One thing that a random test does to a store; numbers are reduced to what exists when the step runs, so that any part
 * of a sequence is a sequence.
 */
sealed interface Step {

    /** A transaction with compares on the keys: each expects the truth, or, where {@code wrong}, something else. */
    record Write(List<Guess> compares, List<Operation> operations) implements Step {}

    /** A range read, {@code back} revisions before the newest. */
    record Read(KeyRange range, int limit, int back) implements Step {}

    /** A compaction, {@code back} revisions before the newest. */
    record Compact(int back) implements Step {}

    /** A watch that starts {@code back} revisions before the newest. */
    record Follow(KeyRange range, int back) implements Step {}

    /** What a compare expects. */
    record Guess(String key, boolean wrong) {}
}
