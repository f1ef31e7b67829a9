package io.bellwether.election.core;

import static io.bellwether.election.core.MachineFixture.ended;
import static io.bellwether.election.core.MachineFixture.only;
import static io.bellwether.election.core.MachineFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.core.Candidacy.AfterLoss;
import io.bellwether.election.core.Candidacy.Elector;
import io.bellwether.election.core.Candidacy.Tenure;
import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.LockRecord.Coordination;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How one leader follows another, other than by a lease that runs out. */
final class SuccessionTest {

    private static final ElectionTiming TIMING = ElectionTiming.standard();
    private static final String POD = "uid-7/main";

    private final MachineFixture machine = new MachineFixture();

    private static MachineFixture with(Tenure tenure, AfterLoss afterLoss, Elector elector) {
        return new MachineFixture(
                new Candidacy(MachineFixture.ME, TIMING, tenure, afterLoss, elector, POD, Map.of("address", "h:1")));
    }

    private static LockRecord free(String successor) {
        return LockRecord.of("", 1, "t3", "t3", 4, new Marks("other.2", successor, "", Map.of()));
    }

    private static LockRecord coordinated(String holder, String preferred, String nonce) {
        return new LockRecord(
                holder,
                5,
                "",
                "t1",
                0,
                Marks.ofNonce(nonce),
                new Coordination("OldestEmulationVersion", preferred),
                holder + preferred + nonce);
    }

    @Test
    void scenario8_resignTo_releasesForTheSuccessor() {
        machine.lead();
        assertThat(ended(machine.step(2, new Input.Resign("b")))).isEqualTo(EndReason.RESIGNED);
        LockDraft release = write(machine.step(2.5, new Input.WorkStopped(1))).draft();
        assertThat(release.purpose()).isEqualTo(Purpose.RELEASE);
        assertThat(release.holder()).isEmpty();
        assertThat(release.marks().successor()).isEqualTo("b");
    }

    @Test
    void scenario8_releasedForAnother_waitsTwoSecondsThenTakesIt() {
        machine.step(0, new Input.Start());
        machine.step(1, machine.found(machine.foreign("t1")));
        assertThat(machine.step(2, new Input.WatchChanged(machine.snapshot(free("c")))))
                .noneMatch(Effect.Write.class::isInstance);
        assertThat(machine.step(3.9, new Input.Tick())).noneMatch(Effect.Write.class::isInstance);
        assertThat(write(machine.step(4, new Input.Tick())).draft().purpose()).isEqualTo(Purpose.ACQUIRE);
    }

    @Test
    void scenario8_releasedForThisOne_takesItAtOnce() {
        machine.step(0, new Input.Start());
        machine.step(1, machine.found(machine.foreign("t1")));
        assertThat(write(machine.step(2, new Input.WatchChanged(machine.snapshot(free("a")))))
                        .draft()
                        .marks()
                        .successor())
                .isEmpty();
    }

    @Test
    void pause_leading_releasesAndContendsOnlyAfterResume() {
        machine.lead();
        assertThat(ended(machine.step(2, new Input.Pause()))).isEqualTo(EndReason.PAUSED);
        Effect.Write release = write(machine.step(2.5, new Input.WorkStopped(1)));
        machine.step(2.6, machine.applied(release));
        assertThat(machine.step(60, new Input.Tick())).noneMatch(Effect.Write.class::isInstance);
        assertThat(write(machine.step(61, new Input.Resume())).draft().purpose())
                .isEqualTo(Purpose.ACQUIRE);
    }

    @Test
    void pause_acquisitionInFlight_isGivenBack() {
        machine.step(0, new Input.Start());
        Effect.Write acquire = write(machine.step(1, new Input.ReadReply(machine.pending(), new ReadResult.Missing())));
        machine.step(1.1, new Input.Pause());
        List<Effect> effects = machine.step(1.2, machine.applied(acquire));
        assertThat(effects).noneMatch(Effect.TermStarted.class::isInstance);
        assertThat(write(effects).draft().purpose()).isEqualTo(Purpose.RELEASE);
    }

    @Test
    void lossPolicy_close_closesAfterALossAndNotAfterResigning() {
        MachineFixture closing = with(Tenure.LEASE, AfterLoss.CLOSE, Elector.CANDIDATES);
        closing.lead();
        assertThat(ended(closing.step(2, new Input.WatchChanged(closing.foreign("t9")))))
                .isEqualTo(EndReason.FOREIGN_HOLDER);
        assertThat(closing.step(3, new Input.WorkStopped(1))).anyMatch(Effect.Finished.class::isInstance);

        MachineFixture resigning = with(Tenure.LEASE, AfterLoss.CLOSE, Elector.CANDIDATES);
        resigning.lead();
        resigning.step(2, new Input.Resign(""));
        Effect.Write release = write(resigning.step(2.5, new Input.WorkStopped(1)));
        assertThat(resigning.step(2.6, resigning.applied(release))).noneMatch(Effect.Finished.class::isInstance);
    }

    /** REQ-34: what a process of this container left behind is taken at once, by a new term. */
    @Test
    void scenario6_ownContainersRecordAtFirstSight_isTakenAtOnce() {
        MachineFixture restarted = with(Tenure.LEASE, AfterLoss.RECAMPAIGN, Elector.CANDIDATES);
        restarted.step(0, new Input.Start());
        LockRecord left = LockRecord.of("old", 15, "t1", "t1", 4, new Marks("j.3", "", POD, Map.of()));
        LockDraft draft = write(restarted.step(0.1, restarted.found(restarted.snapshot(left))))
                .draft();
        assertThat(draft.transitions()).isEqualTo(5);
        assertThat(draft.marks().origin()).isEqualTo(POD);
        assertThat(draft.marks().notes()).containsEntry("address", "h:1");
    }

    @Test
    void scenario6_otherContainersRecordOrALaterChange_isWaitedFor() {
        MachineFixture restarted = with(Tenure.LEASE, AfterLoss.RECAMPAIGN, Elector.CANDIDATES);
        restarted.step(0, new Input.Start());
        LockRecord other = LockRecord.of("old", 15, "t1", "t1", 4, new Marks("j.3", "", "uid-8/main", Map.of()));
        assertThat(restarted.step(0.1, restarted.found(restarted.snapshot(other))))
                .noneMatch(Effect.Write.class::isInstance);
        LockRecord living = LockRecord.of("old", 15, "t1", "t2", 4, new Marks("j.4", "", POD, Map.of()));
        assertThat(restarted.step(2, new Input.WatchChanged(restarted.snapshot(living))))
                .noneMatch(Effect.Write.class::isInstance);
        assertThat(restarted.step(16.9, new Input.Tick())).noneMatch(Effect.Write.class::isInstance);
    }

    @Test
    void life_leader_neverRenewsAndOutlivesTheStoresSilence() {
        MachineFixture life = with(Tenure.LIFE, AfterLoss.RECAMPAIGN, Elector.CANDIDATES);
        life.step(0, new Input.Start());
        Effect.Write acquire = write(life.step(1, new Input.ReadReply(life.pending(), new ReadResult.Missing())));
        assertThat(acquire.draft().durationSeconds()).isEqualTo(Integer.MAX_VALUE);
        life.step(1.5, life.applied(acquire));
        for (int second = 30; second < 100_000; second += 300) {
            // It reads now and then, for a watch that has died would look the same; nobody answers.
            assertThat(life.step(second, new Input.Tick()))
                    .noneMatch(Effect.Write.class::isInstance)
                    .noneMatch(Effect.TermRevoked.class::isInstance);
        }
        assertThat(life.state().phase()).isInstanceOf(Phase.Leading.class);
    }

    @Test
    void life_leader_deletedLock_endsTheTerm() {
        MachineFixture life = with(Tenure.LIFE, AfterLoss.RECAMPAIGN, Elector.CANDIDATES);
        life.lead();
        assertThat(ended(life.step(50, new Input.WatchDeleted(Optional.empty()))))
                .isEqualTo(EndReason.LOCK_DELETED);
    }

    @Test
    void life_leaderWithoutWatch_readsNowAndThen() {
        MachineFixture life = with(Tenure.LIFE, AfterLoss.RECAMPAIGN, Elector.CANDIDATES);
        life.lead();
        life.step(2, new Input.WatchLost(Input.WatchLoss.UNSUPPORTED));
        assertThat(life.step(5, new Input.Tick())).anyMatch(Effect.Read.class::isInstance);
    }

    /** Whatever their own tenure, candidates leave a holder for life alone until its record is gone. */
    @Test
    void life_follower_waitsForTheDeletionAndThenALease() {
        LockRecord life = LockRecord.of("b", LockRecord.LIFE_SECONDS, "t1", "t1", 4, Marks.ofNonce("other.1"));
        machine.step(0, new Input.Start());
        machine.step(1, machine.found(machine.snapshot(life)));
        assertThat(machine.step(1_000_000, new Input.Tick())).noneMatch(Effect.Write.class::isInstance);
        machine.step(1_000_000.5, machine.found(machine.snapshot(life)));
        machine.step(1_000_001, new Input.WatchDeleted(Optional.empty()));
        assertThat(machine.step(1_000_015.9, new Input.Tick())).noneMatch(Effect.Write.class::isInstance);
        assertThat(write(machine.step(1_000_016.3, new Input.Tick())).base()).isEmpty();
    }

    @Test
    void scenario41_namedByTheCoordinator_leadsAndStopsWhenAnotherIsPreferred() {
        MachineFixture candidate = with(Tenure.LEASE, AfterLoss.RECAMPAIGN, Elector.COORDINATOR);
        candidate.step(0, new Input.Start());
        assertThat(candidate.step(1, candidate.found(candidate.snapshot(coordinated("b", "", "other.1")))))
                .noneMatch(Effect.Write.class::isInstance);
        Effect.Write write =
                write(candidate.step(30, new Input.WatchChanged(candidate.snapshot(coordinated("a", "", "other.1")))));
        assertThat(write.draft().transitions()).isZero();
        LockDraft draft = write.draft();
        LockRecord held = new LockRecord(
                "a", 15, draft.renewTime(), draft.renewTime(), 0, draft.marks(), new Coordination("s", ""), "1");
        Input acquired = new Input.WriteReply(write.id(), new WriteResult.Applied(candidate.snapshot(held)));
        assertThat(candidate.step(30.1, acquired)).anyMatch(Effect.TermStarted.class::isInstance);
        LockRecord ending = new LockRecord(
                "a", 15, draft.renewTime(), draft.renewTime(), 0, draft.marks(), new Coordination("s", "b"), "2");
        List<Effect> effects = candidate.step(31, new Input.WatchChanged(candidate.snapshot(ending)));
        assertThat(ended(effects)).isEqualTo(EndReason.PREEMPTED);
        assertThat(write(candidate.step(31.5, new Input.WorkStopped(1))).draft().purpose())
                .isEqualTo(Purpose.RELEASE);
    }

    /** It was away while its lease ran out, and the coordinator wrote its name again. */
    @Test
    void scenario41_namedAgainAfterItsLease_leadsAgain() {
        MachineFixture candidate = with(Tenure.LEASE, AfterLoss.RECAMPAIGN, Elector.COORDINATOR);
        candidate.step(0, new Input.Start());
        candidate.step(0.5, new Input.Pause());
        candidate.step(1, candidate.found(candidate.snapshot(coordinated("a", "", "other.1"))));
        LockRecord again = new LockRecord(
                "a", 5, "", "t2", 0, Marks.ofNonce("other.1"), new Coordination("OldestEmulationVersion", ""), "again");
        assertThat(candidate.step(6.5, new Input.WatchChanged(candidate.snapshot(again))))
                .doesNotContain(new Effect.Noticed(new Notice.DuplicateIdentity()));
        assertThat(write(candidate.step(7, new Input.Resume())).draft().purpose())
                .isEqualTo(Purpose.ACQUIRE);
    }

    /** Nobody waits for the end of a lease here: a watch that has died would look like one with nothing to tell. */
    @Test
    void scenario41_followerOfACoordinator_readsAfterALeaseOfSilence() {
        MachineFixture candidate = with(Tenure.LEASE, AfterLoss.RECAMPAIGN, Elector.COORDINATOR);
        candidate.step(0, new Input.Start());
        candidate.step(1, candidate.found(candidate.snapshot(coordinated("b", "", "other.1"))));
        assertThat(candidate.step(15.9, new Input.Tick())).noneMatch(Effect.Read.class::isInstance);
        assertThat(candidate.step(16, new Input.Tick())).anyMatch(Effect.Read.class::isInstance);
    }

    @Test
    void scenario41_notNamedOrNoLease_neverHelpsItself() {
        MachineFixture candidate = with(Tenure.LEASE, AfterLoss.RECAMPAIGN, Elector.COORDINATOR);
        candidate.step(0, new Input.Start());
        assertThat(candidate.step(1, new Input.ReadReply(candidate.pending(), new ReadResult.Missing())))
                .noneMatch(Effect.Write.class::isInstance);
        candidate.step(2, new Input.WatchChanged(candidate.snapshot(coordinated("", "", ""))));
        assertThat(candidate.step(100, new Input.Tick())).noneMatch(Effect.Write.class::isInstance);
        candidate.step(101, new Input.WatchChanged(candidate.snapshot(coordinated("a", "c", ""))));
        assertThat(candidate.step(200, new Input.Tick())).noneMatch(Effect.Write.class::isInstance);
    }

    /** A second process of this name takes part against the rules: the coordinator's record changes under its hand. */
    @Test
    void scenario41_namedButHeldByAnotherProcessOfThisName_isLeftAlone() {
        MachineFixture candidate = with(Tenure.LEASE, AfterLoss.RECAMPAIGN, Elector.COORDINATOR);
        candidate.step(0, new Input.Start());
        candidate.step(1, candidate.found(candidate.snapshot(coordinated("b", "", "other.1"))));
        Effect.Write write =
                write(candidate.step(30, new Input.WatchChanged(candidate.snapshot(coordinated("a", "", "other.1")))));
        candidate.step(30.1, new Input.WriteReply(write.id(), new WriteResult.Conflict(Optional.empty())));
        candidate.step(32, new Input.Tick());
        List<Effect> effects =
                candidate.step(32.2, candidate.found(candidate.snapshot(coordinated("a", "", "twin.1"))));
        assertThat(only(effects, Effect.Noticed.class).notice()).isEqualTo(new Notice.DuplicateIdentity());
        assertThat(candidate.step(100, new Input.Tick())).noneMatch(Effect.Write.class::isInstance);
    }
}
