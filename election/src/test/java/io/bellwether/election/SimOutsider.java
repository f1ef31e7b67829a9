package io.bellwether.election;

import io.bellwether.election.core.LockRecord;
import io.bellwether.election.core.Marks;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Somebody from outside who changes the lock behind the candidates' backs, at random. The letters are those of election
 * §4.3.
 */
final class SimOutsider {

    private final SimArena arena;
    private final SimPlan plan;
    private final RandomGenerator random;

    SimOutsider(SimArena arena) {
        this.arena = arena;
        this.plan = arena.plan;
        this.random = arena.random;
    }

    private void count(String what) {
        arena.coverage.count("fault:" + what);
    }

    void restore() {
        arena.checker.tampered();
        if (random.nextBoolean()) {
            count("l: store restored with a floor");
            arena.register.restoreWithFloor(random);
        } else {
            count("l: store restored");
            arena.register.restore(random);
            arena.checker.restored();
        }
        arena.server.breakWatches();
    }

    /** Somebody is sure that the holder's machine is gone, and is wrong. */
    void force() {
        count("q: holder for life forced out");
        arena.checker.tampered();
        arena.register.delete();
    }

    void tamper(int index) {
        arena.checker.tampered();
        int kind = random.nextInt(7);
        count(kind < 2 ? "m: lock deleted" : "n: lock edited, way " + kind);
        switch (kind) {
            case 0, 1 -> arena.register.delete();
            case 2 -> edit(record -> with(record, "p" + index, record.durationSeconds(), record.transitions(), "x"));
            case 3 -> edit(record -> with(record, "", record.durationSeconds(), record.transitions(), record.nonce()));
            case 4 ->
                edit(record -> with(
                        record,
                        record.holder(),
                        random.nextBoolean() ? 1 : 2 * plan.lease() / 1_000_000_000,
                        record.transitions(),
                        record.nonce()));
            case 5 ->
                edit(record -> with(
                        record, record.holder(), record.durationSeconds(), record.transitions() + 7, record.nonce()));
            default -> {
                if (!arena.history.isEmpty()) {
                    LockRecord old = arena.history.get(random.nextInt(arena.history.size()));
                    edit(record -> old);
                }
            }
        }
    }

    private void edit(UnaryOperator<LockRecord> change) {
        arena.register.edit(change);
    }

    private static LockRecord with(LockRecord record, String holder, long seconds, long transitions, String nonce) {
        return LockRecord.of(
                holder, seconds, record.acquireTime(), record.renewTime(), transitions, Marks.ofNonce(nonce));
    }
}
