package io.bellwether.election.core;

import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.State.Memory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** What a candidate writes. */
final class Drafts {

    private Drafts() {}

    /** The next write; it bears a nonce and a time that no other one of this candidate has. */
    static LockDraft draft(Turn turn, Purpose purpose, Optional<LockSnapshot> base) {
        Memory memory = turn.memory;
        long number = memory.writes() + 1;
        Instant renewTime = turn.now.wallTime().truncatedTo(ChronoUnit.MICROS);
        if (renewTime.equals(memory.lastRenewTime())) {
            renewTime = renewTime.plus(1, ChronoUnit.MICROS);
        }
        turn.memory = memory.withWrite(renewTime);
        String holder = purpose == Purpose.RELEASE ? "" : turn.identity.holder();
        // A server refuses a duration of zero: a free record says one second.
        long seconds = purpose == Purpose.RELEASE ? 1 : turn.leaseSeconds();
        return new LockDraft(
                purpose,
                holder,
                seconds,
                MicroTime.format(renewTime),
                transitions(turn, purpose, base),
                marks(turn, purpose, turn.identity.instance() + "." + number));
    }

    /** As client-go counts: 0 at creation, one more when the holder changes, kept by renewal and release. */
    private static long transitions(Turn turn, Purpose purpose, Optional<LockSnapshot> base) {
        if (base.isEmpty()) {
            return 0;
        }
        LockRecord record = base.get().record();
        boolean changes = purpose == Purpose.ACQUIRE && !record.holder().equals(turn.identity.holder());
        return changes ? Math.min(record.transitions() + 1, Integer.MAX_VALUE) : record.transitions();
    }

    private static Marks marks(Turn turn, Purpose purpose, String nonce) {
        if (purpose != Purpose.RELEASE) {
            return new Marks(nonce, "", turn.candidacy.origin(), turn.candidacy.notes());
        }
        String successor = turn.phase instanceof Phase.Releasing releasing ? releasing.successor() : "";
        return new Marks(nonce, successor, "", Map.of());
    }
}
