package io.bellwether.election.core;

import static io.bellwether.election.core.MachineFixture.only;
import static io.bellwether.election.core.MachineFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.LockRecord.Coordination;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Single decisions, spelled out; the simulation covers their combinations. */
final class ElectionMachineTest {

    private static final long SECOND = 1_000_000_000L;
    private final MachineFixture machine = new MachineFixture();

    @Test
    void start_lockMissing_isCreatedAtOnceWithSixDigitTimes() {
        machine.step(0, new Input.Start());
        Effect.Write write = write(machine.step(1, new Input.ReadReply(1, new ReadResult.Missing())));
        assertThat(write.base()).isEmpty();
        assertThat(write.draft())
                .isEqualTo(new LockDraft(
                        Purpose.ACQUIRE, "a", 15, "2026-11-21T02:09:00.123456Z", 0, Marks.ofNonce("i.1")));
    }

    @Test
    void acquire_acknowledgedLate_isValidFromTheSendTime() {
        machine.step(0, new Input.Start());
        Effect.Write acquire = write(machine.step(1, new Input.ReadReply(1, new ReadResult.Missing())));
        Effect.TermStarted started = only(machine.step(3, machine.applied(acquire)), Effect.TermStarted.class);
        assertThat(started.validUntilNanos()).isEqualTo(SECOND + 13_850_000_000L);
    }

    @Test
    void acquire_acknowledgedInJeopardy_beginsNoTermAndWritesAfresh() {
        machine.step(0, new Input.Start());
        Effect.Write acquire = write(machine.step(1, new Input.ReadReply(1, new ReadResult.Missing())));
        // The watch shows it after the request was given up.
        machine.step(4, new Input.WriteReply(acquire.id(), new WriteResult.Unknown(failure())));
        List<Effect> effects = machine.step(10, new Input.WatchChanged(machine.stored(acquire.draft())));
        assertThat(effects).noneMatch(Effect.TermStarted.class::isInstance);
        assertThat(write(effects).draft().purpose()).isEqualTo(Purpose.ACQUIRE);
    }

    @Test
    void follower_recordUnchangedForItsDuration_takesOverNotEarlier() {
        machine.step(0, new Input.Start());
        machine.step(1, new Input.ReadReply(1, new ReadResult.Found(machine.foreign("t1"))));
        // A label edit is no sign of life.
        LockSnapshot edited = machine.foreign("t1");
        machine.step(10, new Input.WatchChanged(edited));
        assertThat(machine.step(15.99, new Input.Tick())).noneMatch(Effect.Write.class::isInstance);
        Effect.Write takeOver = write(machine.step(16.25, new Input.Tick()));
        assertThat(takeOver.base()).contains(edited);
        assertThat(takeOver.draft().transitions()).isEqualTo(5);
    }

    @Test
    void follower_recordRenewed_waitsAnew() {
        machine.step(0, new Input.Start());
        machine.step(1, new Input.ReadReply(1, new ReadResult.Found(machine.foreign("t1"))));
        machine.step(10, new Input.WatchChanged(machine.foreign("t2")));
        assertThat(machine.step(20, new Input.Tick())).noneMatch(Effect.Write.class::isInstance);
    }

    @Test
    void follower_releasedByTheLeader_acquiresAtOnceOnTheEventsVersion() {
        machine.step(0, new Input.Start());
        machine.step(1, new Input.ReadReply(1, new ReadResult.Found(machine.foreign("t1"))));
        LockSnapshot free = machine.snapshot("", 1, "t2", "other.2", 4);
        assertThat(write(machine.step(2, new Input.WatchChanged(free))).base()).contains(free);
    }

    @Test
    void follower_heldLockDeleted_waitsTheLeaseBeforeCreating() {
        machine.step(0, new Input.Start());
        machine.step(1, new Input.ReadReply(1, new ReadResult.Found(machine.foreign("t1"))));
        assertThat(machine.step(2, new Input.WatchDeleted(Optional.empty()))).noneMatch(Effect.Write.class::isInstance);
        assertThat(machine.step(16.9, new Input.Tick())).noneMatch(Effect.Write.class::isInstance);
        assertThat(write(machine.step(17.3, new Input.Tick())).base()).isEmpty();
    }

    /** REQ-28. */
    @Test
    void follower_somebodyElseElects_neverHelpsItself() {
        machine.step(0, new Input.Start());
        LockRecord record =
                new LockRecord("", 0, "", "", 0, Marks.NONE, new Coordination("OldestEmulationVersion", ""), "f");
        LockSnapshot coordinated = new LockSnapshot(LockRevision.of(9), "u", record, OptionalLong.empty(), "base");
        assertThat(machine.step(1, new Input.ReadReply(1, new ReadResult.Found(coordinated))))
                .noneMatch(Effect.Write.class::isInstance);
    }

    /** Scenario 17. */
    @Test
    void scenario17_renewal_answerLost_isRecognizedByItsNonceAndCountsFromItsSending() {
        machine.lead();
        Effect.Write renew = write(machine.step(3, new Input.Tick()));
        machine.step(6, new Input.WriteReply(renew.id(), new WriteResult.Unknown(failure())));
        Effect.Write again = write(machine.step(7, new Input.Tick()));
        assertThat(again.base()).isEqualTo(renew.base());
        machine.step(7.1, new Input.WriteReply(again.id(), new WriteResult.Conflict(Optional.empty())));
        List<Effect> effects = machine.step(
                7.2,
                new Input.ReadReply(
                        machine.state().operation().orElseThrow().id(),
                        new ReadResult.Found(machine.stored(renew.draft()))));
        assertThat(only(effects, Effect.TermExtended.class).validUntilNanos()).isEqualTo(3 * SECOND + 13_850_000_000L);
    }

    /** Scenario 15. */
    @Test
    void leader_withoutAnswers_isInJeopardyThenStopsItsWorkThenIsInvalid() {
        machine.lead();
        Effect.Write renew = write(machine.step(3, new Input.Tick()));
        machine.step(6, new Input.WriteReply(renew.id(), new WriteResult.Unknown(failure())));
        assertThat(machine.step(9, new Input.Tick())).anyMatch(Effect.TermInJeopardy.class::isInstance);
        assertThat(only(machine.step(11.86, new Input.Tick()), Effect.TermRevoked.class)
                        .reason())
                .isEqualTo(EndReason.VALIDITY_EXPIRED);
        assertThat(machine.state().phase()).isInstanceOf(Phase.Draining.class);
    }

    /** Section 4.5: time passes before the answer is looked at. */
    @Test
    void leader_pausedBeyondItsValidity_isNotRevivedByALateAnswer() {
        machine.lead();
        Effect.Write renew = write(machine.step(3, new Input.Tick()));
        List<Effect> effects = machine.step(30, machine.applied(renew));
        assertThat(effects).noneMatch(Effect.TermExtended.class::isInstance);
        assertThat(only(effects, Effect.TermRevoked.class).reason()).isEqualTo(EndReason.VALIDITY_EXPIRED);
        assertThat(effects).contains(new Effect.Noticed(new Notice.PauseDetected(Duration.ofSeconds(21))));
    }

    @Test
    void leader_seesAnotherHolder_isRevokedAtOnceAndTouchesNothing() {
        machine.lead();
        List<Effect> effects = machine.step(2, new Input.WatchChanged(machine.foreign("t9")));
        assertThat(only(effects, Effect.TermRevoked.class).reason()).isEqualTo(EndReason.FOREIGN_HOLDER);
        assertThat(machine.step(3, new Input.WorkStopped(1))).noneMatch(Effect.Write.class::isInstance);
    }

    /** Scenario 42. */
    @Test
    void leader_seesItsNameUnderAForeignNonce_isRevoked() {
        machine.lead();
        List<Effect> effects = machine.step(2, new Input.WatchChanged(machine.snapshot("a", 15, "t9", "j.1", 0)));
        assertThat(only(effects, Effect.TermRevoked.class).reason()).isEqualTo(EndReason.DUPLICATE_IDENTITY);
    }

    /** Scenario 33. */
    @Test
    void leader_oneStaleRead_changesNothing() {
        LockSnapshot old = machine.foreign("t0");
        machine.lead();
        Effect.Write renew = write(machine.step(3, new Input.Tick()));
        machine.step(3.1, new Input.WriteReply(renew.id(), new WriteResult.Conflict(Optional.empty())));
        List<Effect> effects = machine.step(
                3.2,
                new Input.ReadReply(machine.state().operation().orElseThrow().id(), new ReadResult.Found(old)));
        assertThat(effects).noneMatch(Effect.TermRevoked.class::isInstance);
        assertThat(machine.state().phase()).isInstanceOf(Phase.Leading.class);
    }

    /** Scenario 53. */
    @Test
    void leader_storeStaysInThePast_isRevoked() {
        LockSnapshot old = machine.foreign("t0");
        machine.lead();
        Effect.Write renew = write(machine.step(3, new Input.Tick()));
        machine.step(3.1, new Input.WriteReply(renew.id(), new WriteResult.Conflict(Optional.empty())));
        List<Effect> effects = List.of();
        for (int read = 0; read < 3; read++) {
            effects = machine.step(
                    4 + 2 * read,
                    new Input.ReadReply(
                            machine.state().operation().orElseThrow().id(), new ReadResult.Found(old)));
            if (read < 2) {
                machine.step(5.5 + 2 * read, new Input.Tick());
            }
        }
        assertThat(only(effects, Effect.TermRevoked.class).reason()).isEqualTo(EndReason.STORE_ROLLBACK);
    }

    /** Scenario 38. */
    @Test
    void leader_durationEdited_rewritesItAndSaysSo() {
        machine.lead();
        LockSnapshot own = ((LockKnowledge.Seen) machine.state().lock()).snapshot();
        LockRecord mine = own.record();
        List<Effect> effects = machine.step(
                2,
                new Input.WatchChanged(machine.snapshot("a", 1, mine.renewTime(), mine.nonce(), mine.transitions())));
        assertThat(effects).contains(new Effect.Noticed(new Notice.Tampered()));
        assertThat(write(effects).draft().durationSeconds()).isEqualTo(15);
    }

    /** G-E4. */
    @Test
    void close_leader_keepsRenewingUntilTheWorkHasStoppedThenReleases() {
        machine.lead();
        assertThat(only(machine.step(2, new Input.Close()), Effect.TermRevoked.class)
                        .reason())
                .isEqualTo(EndReason.CLOSED);
        Effect.Write renew = write(machine.step(3, new Input.Tick()));
        assertThat(renew.draft().purpose()).isEqualTo(Purpose.RENEW);
        machine.step(3.1, machine.applied(renew));
        Effect.Write release = write(machine.step(3.5, new Input.WorkStopped(1)));
        assertThat(release.draft().holder()).isEmpty();
        assertThat(release.draft().durationSeconds()).isEqualTo(1);
        assertThat(release.draft().transitions()).isZero();
        assertThat(machine.step(3.6, machine.applied(release))).anyMatch(Effect.Finished.class::isInstance);
    }

    @Test
    void watch_notPermitted_pollsAndSaysSoOnce() {
        machine.step(0, new Input.Start());
        machine.step(1, new Input.ReadReply(1, new ReadResult.Found(machine.foreign("t1"))));
        assertThat(machine.step(1.1, new Input.WatchLost(Input.WatchLoss.UNSUPPORTED)))
                .contains(new Effect.Noticed(new Notice.Polling()));
        assertThat(machine.step(3.5, new Input.Tick())).anyMatch(Effect.Read.class::isInstance);
    }

    /** Scenario 30: who may not watch polls, says so once, and asks again after a long while. */
    @Test
    void scenario30_watch_forbidden_pollsSaysSoOnceAndIsAskedForAgain() {
        machine.step(0, new Input.Start());
        machine.step(1, new Input.ReadReply(1, new ReadResult.Found(machine.foreign("t1"))));
        assertThat(machine.step(1.1, new Input.WatchLost(Input.WatchLoss.FORBIDDEN)))
                .contains(new Effect.Noticed(new Notice.Polling()));
        List<Effect> poll = machine.step(3.5, new Input.Tick());
        assertThat(poll).anyMatch(Effect.Read.class::isInstance).noneMatch(Effect.OpenWatch.class::isInstance);
        machine.step(
                3.6,
                new Input.ReadReply(only(poll, Effect.Read.class).id(), new ReadResult.Found(machine.foreign("t2"))));
        assertThat(machine.step(340, new Input.Tick())).anyMatch(Effect.OpenWatch.class::isInstance);
        assertThat(machine.step(341, new Input.WatchLost(Input.WatchLoss.FORBIDDEN)))
                .doesNotContain(new Effect.Noticed(new Notice.Polling()));
    }

    /** Scenario 25. */
    @Test
    void scenario25_leader_toldToComeBackLater_endsInTimeAllTheSame() {
        machine.lead();
        Effect.Write renew = write(machine.step(3, new Input.Tick()));
        Failure throttled = new Failure(Failure.Kind.THROTTLED, Optional.of(Duration.ofMinutes(1)), "429");
        machine.step(3.1, new Input.WriteReply(renew.id(), new WriteResult.Rejected(throttled)));
        assertThat(machine.step(5, new Input.Tick())).noneMatch(Effect.Write.class::isInstance);
        assertThat(only(machine.step(14.9, new Input.Tick()), Effect.TermRevoked.class)
                        .reason())
                .isEqualTo(EndReason.VALIDITY_EXPIRED);
    }

    /** However long the lease: a store that was away for a moment is asked again soon. */
    @Test
    void read_failedUnderALeaseOfAnHour_isTriedAgainWithinASecondOrTwo() {
        MachineFixture patient =
                new MachineFixture(Candidacy.of(MachineFixture.ME, ElectionTiming.ofLease(Duration.ofHours(1))));
        patient.step(0, new Input.Start());
        for (double second = 1; second < 10; second += 2) {
            patient.step(second, new Input.ReadReply(patient.pending(), new ReadResult.Failed(failure())));
            assertThat(patient.step(second + 1.5, new Input.Tick())).anyMatch(Effect.Read.class::isInstance);
        }
    }

    private static Failure failure() {
        return Failure.of(Failure.Kind.UNREACHABLE, "timeout");
    }
}
