package io.bellwether.election.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.LockRecord.Coordination;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Single decisions, spelled out; the simulation covers their combinations. */
final class ElectionMachineTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Identity ME = new Identity("a", "i");
    private static final Instant WALL = Instant.parse("2026-11-21T02:09:00.123456789Z");

    private final ElectionMachine machine = new ElectionMachine(ME, ElectionTiming.standard());
    private State state = State.initial(State.Role.CANDIDATE);
    private long revision = 10;

    private List<Effect> step(double seconds, Input input) {
        Decision decision = machine.step(state, input, new Now((long) (seconds * SECOND), WALL, 0.5));
        state = decision.state();
        return decision.effects();
    }

    private static Effect.Write write(List<Effect> effects) {
        return only(effects, Effect.Write.class);
    }

    private static <T extends Effect> T only(List<Effect> effects, Class<T> type) {
        return effects.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " in " + effects));
    }

    /** What the store makes of a draft. */
    private LockSnapshot stored(LockDraft draft) {
        return snapshot(draft.holder(), draft.durationSeconds(), draft.renewTime(), draft.nonce(), draft.transitions());
    }

    private LockSnapshot snapshot(String holder, long seconds, String renewTime, String nonce, long transitions) {
        LockRecord record = LockRecord.of(holder, seconds, renewTime, renewTime, transitions, Marks.ofNonce(nonce));
        return new LockSnapshot(LockRevision.of(++revision), "u", record, OptionalLong.empty(), "base");
    }

    private LockSnapshot foreign(String renewTime) {
        return snapshot("b", 15, renewTime, "other.1", 4);
    }

    private Input applied(Effect.Write write) {
        return new Input.WriteReply(write.id(), new WriteResult.Applied(stored(write.draft())));
    }

    /** Leads since second 1, with a write sent then. */
    private void lead() {
        step(0, new Input.Start());
        Effect.Read read = new Effect.Read(state.operation().orElseThrow().id(), Duration.ZERO);
        Effect.Write acquire = write(step(1, new Input.ReadReply(read.id(), new ReadResult.Missing())));
        assertThat(step(1.5, applied(acquire))).anyMatch(Effect.TermStarted.class::isInstance);
    }

    @Test
    void start_lockMissing_isCreatedAtOnceWithSixDigitTimes() {
        step(0, new Input.Start());
        Effect.Write write = write(step(1, new Input.ReadReply(1, new ReadResult.Missing())));
        assertThat(write.base()).isEmpty();
        assertThat(write.draft())
                .isEqualTo(new LockDraft(
                        Purpose.ACQUIRE, "a", 15, "2026-11-21T02:09:00.123456Z", 0, Marks.ofNonce("i.1")));
    }

    @Test
    void acquire_acknowledgedLate_isValidFromTheSendTime() {
        step(0, new Input.Start());
        Effect.Write acquire = write(step(1, new Input.ReadReply(1, new ReadResult.Missing())));
        Effect.TermStarted started = only(step(3, applied(acquire)), Effect.TermStarted.class);
        assertThat(started.validUntilNanos()).isEqualTo(SECOND + 13_850_000_000L);
    }

    @Test
    void acquire_acknowledgedInJeopardy_beginsNoTermAndWritesAfresh() {
        step(0, new Input.Start());
        Effect.Write acquire = write(step(1, new Input.ReadReply(1, new ReadResult.Missing())));
        // The watch shows it after the request was given up.
        step(4, new Input.WriteReply(acquire.id(), new WriteResult.Unknown(failure())));
        List<Effect> effects = step(10, new Input.WatchChanged(stored(acquire.draft())));
        assertThat(effects).noneMatch(Effect.TermStarted.class::isInstance);
        assertThat(write(effects).draft().purpose()).isEqualTo(Purpose.ACQUIRE);
    }

    @Test
    void follower_recordUnchangedForItsDuration_takesOverNotEarlier() {
        step(0, new Input.Start());
        step(1, new Input.ReadReply(1, new ReadResult.Found(foreign("t1"))));
        // A label edit is no sign of life.
        LockSnapshot edited = foreign("t1");
        step(10, new Input.WatchChanged(edited));
        assertThat(step(15.99, new Input.Tick())).noneMatch(Effect.Write.class::isInstance);
        Effect.Write takeOver = write(step(16.25, new Input.Tick()));
        assertThat(takeOver.base()).contains(edited);
        assertThat(takeOver.draft().transitions()).isEqualTo(5);
    }

    @Test
    void follower_recordRenewed_waitsAnew() {
        step(0, new Input.Start());
        step(1, new Input.ReadReply(1, new ReadResult.Found(foreign("t1"))));
        step(10, new Input.WatchChanged(foreign("t2")));
        assertThat(step(20, new Input.Tick())).noneMatch(Effect.Write.class::isInstance);
    }

    @Test
    void follower_releasedByTheLeader_acquiresAtOnceOnTheEventsVersion() {
        step(0, new Input.Start());
        step(1, new Input.ReadReply(1, new ReadResult.Found(foreign("t1"))));
        LockSnapshot free = snapshot("", 1, "t2", "other.2", 4);
        assertThat(write(step(2, new Input.WatchChanged(free))).base()).contains(free);
    }

    @Test
    void follower_heldLockDeleted_waitsTheLeaseBeforeCreating() {
        step(0, new Input.Start());
        step(1, new Input.ReadReply(1, new ReadResult.Found(foreign("t1"))));
        assertThat(step(2, new Input.WatchDeleted(Optional.empty()))).noneMatch(Effect.Write.class::isInstance);
        assertThat(step(16.9, new Input.Tick())).noneMatch(Effect.Write.class::isInstance);
        assertThat(write(step(17.3, new Input.Tick())).base()).isEmpty();
    }

    /** REQ-28. */
    @Test
    void follower_somebodyElseElects_neverHelpsItself() {
        step(0, new Input.Start());
        LockRecord record =
                new LockRecord("", 0, "", "", 0, Marks.NONE, new Coordination("OldestEmulationVersion", ""), "f");
        LockSnapshot coordinated = new LockSnapshot(LockRevision.of(9), "u", record, OptionalLong.empty(), "base");
        assertThat(step(1, new Input.ReadReply(1, new ReadResult.Found(coordinated))))
                .noneMatch(Effect.Write.class::isInstance);
    }

    /** Scenario 17. */
    @Test
    void renewal_answerLost_isRecognizedByItsNonceAndCountsFromItsSending() {
        lead();
        Effect.Write renew = write(step(3, new Input.Tick()));
        step(6, new Input.WriteReply(renew.id(), new WriteResult.Unknown(failure())));
        Effect.Write again = write(step(7, new Input.Tick()));
        assertThat(again.base()).isEqualTo(renew.base());
        step(7.1, new Input.WriteReply(again.id(), new WriteResult.Conflict(Optional.empty())));
        List<Effect> effects = step(
                7.2,
                new Input.ReadReply(state.operation().orElseThrow().id(), new ReadResult.Found(stored(renew.draft()))));
        assertThat(only(effects, Effect.TermExtended.class).validUntilNanos()).isEqualTo(3 * SECOND + 13_850_000_000L);
    }

    /** Scenario 15. */
    @Test
    void leader_withoutAnswers_isInJeopardyThenStopsItsWorkThenIsInvalid() {
        lead();
        Effect.Write renew = write(step(3, new Input.Tick()));
        step(6, new Input.WriteReply(renew.id(), new WriteResult.Unknown(failure())));
        assertThat(step(9, new Input.Tick())).anyMatch(Effect.TermInJeopardy.class::isInstance);
        assertThat(only(step(11.86, new Input.Tick()), Effect.TermRevoked.class).reason())
                .isEqualTo(EndReason.VALIDITY_EXPIRED);
        assertThat(state.phase()).isInstanceOf(Phase.Draining.class);
    }

    /** Section 4.5: time passes before the answer is looked at. */
    @Test
    void leader_pausedBeyondItsValidity_isNotRevivedByALateAnswer() {
        lead();
        Effect.Write renew = write(step(3, new Input.Tick()));
        List<Effect> effects = step(30, applied(renew));
        assertThat(effects).noneMatch(Effect.TermExtended.class::isInstance);
        assertThat(only(effects, Effect.TermRevoked.class).reason()).isEqualTo(EndReason.VALIDITY_EXPIRED);
        assertThat(effects).contains(new Effect.Noticed(new Notice.PauseDetected(Duration.ofSeconds(21))));
    }

    @Test
    void leader_seesAnotherHolder_isRevokedAtOnceAndTouchesNothing() {
        lead();
        List<Effect> effects = step(2, new Input.WatchChanged(foreign("t9")));
        assertThat(only(effects, Effect.TermRevoked.class).reason()).isEqualTo(EndReason.FOREIGN_HOLDER);
        assertThat(step(3, new Input.WorkStopped(1))).noneMatch(Effect.Write.class::isInstance);
    }

    /** Scenario 42. */
    @Test
    void leader_seesItsNameUnderAForeignNonce_isRevoked() {
        lead();
        List<Effect> effects = step(2, new Input.WatchChanged(snapshot("a", 15, "t9", "j.1", 0)));
        assertThat(only(effects, Effect.TermRevoked.class).reason()).isEqualTo(EndReason.DUPLICATE_IDENTITY);
    }

    /** Scenario 33. */
    @Test
    void leader_oneStaleRead_changesNothing() {
        LockSnapshot old = foreign("t0");
        lead();
        Effect.Write renew = write(step(3, new Input.Tick()));
        step(3.1, new Input.WriteReply(renew.id(), new WriteResult.Conflict(Optional.empty())));
        List<Effect> effects =
                step(3.2, new Input.ReadReply(state.operation().orElseThrow().id(), new ReadResult.Found(old)));
        assertThat(effects).noneMatch(Effect.TermRevoked.class::isInstance);
        assertThat(state.phase()).isInstanceOf(Phase.Leading.class);
    }

    /** Scenario 53. */
    @Test
    void leader_storeStaysInThePast_isRevoked() {
        LockSnapshot old = foreign("t0");
        lead();
        Effect.Write renew = write(step(3, new Input.Tick()));
        step(3.1, new Input.WriteReply(renew.id(), new WriteResult.Conflict(Optional.empty())));
        List<Effect> effects = List.of();
        for (int read = 0; read < 3; read++) {
            effects = step(
                    4 + 2 * read,
                    new Input.ReadReply(state.operation().orElseThrow().id(), new ReadResult.Found(old)));
            if (read < 2) {
                step(5.5 + 2 * read, new Input.Tick());
            }
        }
        assertThat(only(effects, Effect.TermRevoked.class).reason()).isEqualTo(EndReason.STORE_ROLLBACK);
    }

    /** Scenario 38. */
    @Test
    void leader_durationEdited_rewritesItAndSaysSo() {
        lead();
        LockSnapshot own = ((LockKnowledge.Seen) state.lock()).snapshot();
        LockRecord mine = own.record();
        List<Effect> effects =
                step(2, new Input.WatchChanged(snapshot("a", 1, mine.renewTime(), mine.nonce(), mine.transitions())));
        assertThat(effects).contains(new Effect.Noticed(new Notice.Tampered()));
        assertThat(write(effects).draft().durationSeconds()).isEqualTo(15);
    }

    /** G-E4. */
    @Test
    void close_leader_keepsRenewingUntilTheWorkHasStoppedThenReleases() {
        lead();
        assertThat(only(step(2, new Input.Close()), Effect.TermRevoked.class).reason())
                .isEqualTo(EndReason.CLOSED);
        Effect.Write renew = write(step(3, new Input.Tick()));
        assertThat(renew.draft().purpose()).isEqualTo(Purpose.RENEW);
        step(3.1, applied(renew));
        Effect.Write release = write(step(3.5, new Input.WorkStopped(1)));
        assertThat(release.draft().holder()).isEmpty();
        assertThat(release.draft().durationSeconds()).isEqualTo(1);
        assertThat(release.draft().transitions()).isZero();
        assertThat(step(3.6, applied(release))).anyMatch(Effect.Finished.class::isInstance);
    }

    @Test
    void watch_notPermitted_pollsAndSaysSoOnce() {
        step(0, new Input.Start());
        step(1, new Input.ReadReply(1, new ReadResult.Found(foreign("t1"))));
        assertThat(step(1.1, new Input.WatchLost(Input.WatchLoss.UNSUPPORTED)))
                .contains(new Effect.Noticed(new Notice.Polling()));
        assertThat(step(3.5, new Input.Tick())).anyMatch(Effect.Read.class::isInstance);
    }

    /** Scenario 30: who may not watch polls, says so once, and asks again after a long while. */
    @Test
    void watch_forbidden_pollsSaysSoOnceAndIsAskedForAgain() {
        step(0, new Input.Start());
        step(1, new Input.ReadReply(1, new ReadResult.Found(foreign("t1"))));
        assertThat(step(1.1, new Input.WatchLost(Input.WatchLoss.FORBIDDEN)))
                .contains(new Effect.Noticed(new Notice.Polling()));
        List<Effect> poll = step(3.5, new Input.Tick());
        assertThat(poll).anyMatch(Effect.Read.class::isInstance).noneMatch(Effect.OpenWatch.class::isInstance);
        step(3.6, new Input.ReadReply(only(poll, Effect.Read.class).id(), new ReadResult.Found(foreign("t2"))));
        assertThat(step(340, new Input.Tick())).anyMatch(Effect.OpenWatch.class::isInstance);
        assertThat(step(341, new Input.WatchLost(Input.WatchLoss.FORBIDDEN)))
                .doesNotContain(new Effect.Noticed(new Notice.Polling()));
    }

    /** Scenario 25. */
    @Test
    void leader_toldToComeBackLater_endsInTimeAllTheSame() {
        lead();
        Effect.Write renew = write(step(3, new Input.Tick()));
        Failure throttled = new Failure(Failure.Kind.THROTTLED, Optional.of(Duration.ofMinutes(1)), "429");
        step(3.1, new Input.WriteReply(renew.id(), new WriteResult.Rejected(throttled)));
        assertThat(step(5, new Input.Tick())).noneMatch(Effect.Write.class::isInstance);
        assertThat(only(step(14.9, new Input.Tick()), Effect.TermRevoked.class).reason())
                .isEqualTo(EndReason.VALIDITY_EXPIRED);
    }

    private static Failure failure() {
        return Failure.of(Failure.Kind.UNREACHABLE, "timeout");
    }
}
