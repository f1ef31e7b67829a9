package io.bellwether.election.core;

import static io.bellwether.election.core.MachineFixture.ended;
import static io.bellwether.election.core.MachineFixture.only;
import static io.bellwether.election.core.MachineFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.core.LockDraft.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an answer proves, and what it does not: late, stale and contradictory ones. */
final class EvidenceTest {

    private static final Effect ROLLED_BACK = new Effect.Noticed(new Notice.StoreRolledBack());

    private final MachineFixture machine = new MachineFixture();

    /** Follows somebody else's lock, seen in a version that has long been replaced by a newer one. */
    private LockSnapshot follow() {
        LockSnapshot old = machine.foreign("t1");
        machine.step(0, new Input.Start());
        machine.step(1, machine.found(machine.foreign("t2")));
        return old;
    }

    /** The watch has fallen too far behind: a read is sent, and a while later another watch opened. */
    private void makeItRead(double seconds) {
        machine.step(seconds, new Input.WatchLost(Input.WatchLoss.EXPIRED));
        machine.step(seconds + 1.5, new Input.Tick());
        assertThat(machine.state().operation()).isPresent();
    }

    private static Failure timeout() {
        return Failure.of(Failure.Kind.UNREACHABLE, "timeout");
    }

    @Test
    void olderReads_threeAnsweredInARow_areAStoreThatWentBack() {
        LockSnapshot old = follow();
        makeItRead(3);
        assertThat(machine.step(5, machine.found(old))).doesNotContain(ROLLED_BACK);
        machine.step(7, new Input.Tick());
        assertThat(machine.step(7.1, machine.found(old))).doesNotContain(ROLLED_BACK);
        machine.step(9, new Input.Tick());
        assertThat(machine.step(9.1, machine.found(old))).contains(ROLLED_BACK);
    }

    /** Seed 10089 of the faults. */
    @Test
    void read_showsWhatWasKnownWhenItWasSent_isNoOlderRead() {
        LockSnapshot old = follow();
        makeItRead(3);
        LockSnapshot known = ((LockKnowledge.Seen) machine.state().lock()).snapshot();
        machine.step(5, new Input.WatchChanged(machine.foreign("t3")));
        machine.step(5.1, machine.found(known));
        makeItRead(6);
        assertThat(machine.step(8, machine.found(old))).doesNotContain(ROLLED_BACK);
        machine.step(10, new Input.Tick());
        assertThat(machine.step(10.1, machine.found(old))).doesNotContain(ROLLED_BACK);
    }

    /** Seeds 1015 of the handovers and 20030 of the terms for life: what was not answered may have been current. */
    @Test
    void olderReads_withAnUnansweredOneBetween_areNoRow() {
        LockSnapshot old = follow();
        makeItRead(3);
        machine.step(5, machine.found(old));
        machine.step(7, new Input.Tick());
        machine.step(7.1, machine.found(old));
        machine.step(9, new Input.Tick());
        machine.step(9.1, new Input.ReadReply(machine.pending(), new ReadResult.Failed(timeout())));
        machine.step(11, new Input.Tick());
        assertThat(machine.step(11.1, machine.found(old))).doesNotContain(ROLLED_BACK);
    }

    /** Seed 3112 of the restored stores: the store went back and on, and gives the names of its lost versions again. */
    @Test
    void read_otherRecordUnderAKnownName_isAStoreThatWentBack() {
        machine.lead();
        Effect.Write renew = write(machine.step(3, new Input.Tick()));
        machine.step(3.1, new Input.WriteReply(renew.id(), new WriteResult.Conflict(Optional.empty())));
        LockSnapshot known = ((LockKnowledge.Seen) machine.state().lock()).snapshot();
        LockRecord other = machine.foreign("t9").record();
        List<Effect> effects = machine.step(
                3.2, machine.found(new LockSnapshot(known.revision(), "u", other, known.stampedToken(), "base")));
        assertThat(effects).contains(ROLLED_BACK);
        assertThat(ended(effects)).isEqualTo(EndReason.STORE_ROLLBACK);
    }

    /** A watch may hold what was true before its store went back: a read decides. */
    @Test
    void watch_otherRecordUnderAKnownName_isLookedAtFirst() {
        machine.lead();
        LockSnapshot known = ((LockKnowledge.Seen) machine.state().lock()).snapshot();
        LockRecord other = machine.foreign("t9").record();
        List<Effect> effects = machine.step(
                2,
                new Input.WatchChanged(new LockSnapshot(known.revision(), "u", other, known.stampedToken(), "base")));
        assertThat(effects).doesNotContain(ROLLED_BACK).anyMatch(Effect.Read.class::isInstance);
        assertThat(machine.step(2.1, machine.found(known))).noneMatch(Effect.TermRevoked.class::isInstance);
        assertThat(machine.state().phase()).isInstanceOf(Phase.Leading.class);
    }

    /** I9, whatever the store says: it refuses each write, and shows the very version that the write was over. */
    @Test
    void conflicts_withoutAnotherVersion_areRetriedMoreAndMoreSlowly() {
        machine.lead();
        LockSnapshot known = ((LockKnowledge.Seen) machine.state().lock()).snapshot();
        List<Double> writes = new ArrayList<>();
        for (double seconds = 3; seconds < 8; seconds += 0.05) {
            List<Effect> effects = machine.step(seconds, new Input.Tick());
            while (machine.state().operation().isPresent()) {
                if (machine.state().operation().orElseThrow().write().isPresent()) {
                    writes.add(seconds);
                    effects = machine.step(
                            seconds,
                            new Input.WriteReply(machine.pending(), new WriteResult.Conflict(Optional.empty())));
                } else {
                    effects = machine.step(seconds, machine.found(known));
                }
            }
            assertThat(effects).doesNotContain(ROLLED_BACK);
        }
        assertThat(writes).hasSizeBetween(4, 10);
    }

    /**
     * Seed 3402 of the terms for life: two old versions, seen for the first time, come between a creation and its
     * sight.
     */
    @Test
    void creation_unansweredAndStaleReadsAfterIt_isRecognized() {
        machine.step(0, new Input.Start());
        LockSnapshot older = machine.foreign("t1");
        LockSnapshot old = machine.foreign("t2");
        Effect.Write creation =
                write(machine.step(1, new Input.ReadReply(machine.pending(), new ReadResult.Missing())));
        LockSnapshot created = machine.stored(creation.draft());
        machine.step(1.2, new Input.WriteReply(creation.id(), new WriteResult.Unknown(timeout())));
        machine.step(2, new Input.Tick());
        machine.step(2.1, machine.found(older));
        machine.step(2.2, new Input.WatchChanged(old));
        machine.step(2.3, new Input.WatchDeleted(Optional.empty()));
        List<Effect> effects = machine.step(2.4, new Input.WatchChanged(created));
        assertThat(only(effects, Effect.TermStarted.class).validUntilNanos()).isEqualTo(14_850_000_000L);
        assertThat(write(machine.step(3.1, new Input.Tick())).draft().purpose()).isEqualTo(Purpose.RENEW);
    }

    /** Seed 5304 of the handovers: the first creation is overtaken by the second one, and comes after its deletion. */
    @Test
    void creation_comesAfterALaterOneWasDeleted_isRecognized() {
        Effect.Write first = createTwice();
        machine.step(3, new Input.WatchDeleted(Optional.empty()));
        machine.step(3.1, new Input.WorkStopped(1));
        // What it would create now is in flight.
        machine.step(3.2, new Input.WriteReply(machine.pending(), new WriteResult.Conflict(Optional.empty())));
        Effect.Write again = write(machine.step(4, new Input.WatchChanged(machine.stored(first.draft()))));
        assertThat(again.draft().purpose()).isEqualTo(Purpose.ACQUIRE);
        assertThat(again.base()).isPresent();
    }

    /** The same unseen: the term that runs is not that of the other lock, whoever wrote it. */
    @Test
    void creation_comesUnderARunningTerm_endsIt() {
        LockSnapshot came = machine.stored(createTwice().draft());
        LockSnapshot other =
                new LockSnapshot(came.revision(), "another", came.record(), came.stampedToken(), came.base());
        assertThat(ended(machine.step(3, new Input.WatchChanged(other)))).isEqualTo(EndReason.LOCK_DELETED);
    }

    /** Leads by its second creation; the first one, unanswered, is on its way still. */
    private Effect.Write createTwice() {
        machine.step(0, new Input.Start());
        Effect.Write first = write(machine.step(1, new Input.ReadReply(machine.pending(), new ReadResult.Missing())));
        machine.step(1.2, new Input.WriteReply(first.id(), new WriteResult.Unknown(timeout())));
        machine.step(2, new Input.Tick());
        Effect.Write second =
                write(machine.step(2.1, new Input.ReadReply(machine.pending(), new ReadResult.Missing())));
        assertThat(machine.step(2.2, machine.applied(second))).anyMatch(Effect.TermStarted.class::isInstance);
        return first;
    }
}
