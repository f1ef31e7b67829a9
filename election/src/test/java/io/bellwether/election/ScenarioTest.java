package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.Scene.Actor;
import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.Notice;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Scenarios of {@code docs/architecture/election-scenarios.md} in virtual time, the numbers in the names: the usual
 * course, and what happens to processes, clocks and the network. Guarantees G-E1 to G-E3, G-E7, G-E8.
 */
final class ScenarioTest {

    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration MILLI = Duration.ofMillis(1);

    private final Scene scene = new Scene(5);

    private Actor leaderWithStandby() {
        Actor first = scene.join("a");
        assertThat(scene.awaitLeader()).isSameAs(first);
        scene.join("b");
        scene.run(Duration.ofSeconds(1));
        return first;
    }

    private Actor standby() {
        return scene.actors.get(1);
    }

    @Test
    void scenario01_twoBeginTogether_oneCreatesAndTheOtherReportsIt() {
        Actor first = scene.join("a");
        Actor second = scene.join("b");
        scene.run(Duration.ofSeconds(1));
        Actor leader = scene.awaitLeader();
        Actor follower = leader == first ? second : first;
        assertThat(scene.commits).hasSize(1);
        assertThat(scene.record().transitions()).isZero();
        assertThat(leader.heard()).containsOnlyOnce("started");
        assertThat(follower.heard()).contains("sees " + leader.name).doesNotContain("started");
        Duration behind = follower.heardAt("sees " + leader.name)
                .minus(Duration.ofNanos(scene.commits.getFirst().atNanos()));
        assertThat(behind).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void scenario02_tenMinutesWithoutFaults_areOneWriteEveryTwoSecondsAndNothingElse() {
        Actor leader = leaderWithStandby();
        int before = leader.requests;
        int commitsBefore = scene.commits.size();
        int standbyBefore = standby().requests;
        scene.run(Duration.ofMinutes(10));
        assertThat(leader.requests - before).isBetween(285, 305);
        assertThat(scene.commits.size() - commitsBefore).isEqualTo(leader.requests - before);
        for (int index = commitsBefore + 1; index < scene.commits.size(); index++) {
            long gap = scene.commits.get(index).atNanos()
                    - scene.commits.get(index - 1).atNanos();
            assertThat(Duration.ofNanos(gap)).isBetween(Duration.ofMillis(1_800), Duration.ofMillis(2_200));
        }
        assertThat(leader.terms).hasSize(1);
        assertThat(standby().requests).isEqualTo(standbyBefore);
    }

    @Test
    void scenario03_close_handsOverWithinOneDelivery() {
        Actor leader = leaderWithStandby();
        leader.election.closeLater();
        scene.run(Duration.ofSeconds(1));
        long releasedAt = scene.commits.stream()
                .filter(commit -> commit.draft().purpose() == Purpose.RELEASE)
                .mapToLong(Scene.Commit::atNanos)
                .findFirst()
                .getAsLong();
        assertThat(standby().heardAt("started").minusNanos(releasedAt)).isLessThan(Duration.ofMillis(200));
        assertThat(scene.commits)
                .filteredOn(commit -> commit.draft().purpose() == Purpose.RELEASE)
                .singleElement()
                .satisfies(commit -> {
                    assertThat(commit.draft().holder()).isEmpty();
                    assertThat(commit.draft().durationSeconds()).isEqualTo(1);
                    assertThat(commit.draft().transitions()).isZero();
                });
    }

    @Test
    void scenario05_killedLeader_isFollowedOneLeaseAfterItsLastWrite() {
        Actor leader = leaderWithStandby();
        long token = leader.term().fencingToken().value();
        scene.run(Duration.ofSeconds(7));
        leader.process.crash();
        long lastWrite = scene.commits.getLast().atNanos();
        scene.run(LEASE.plusSeconds(2));
        Duration gap = standby().heardAt("started").minusNanos(lastWrite);
        assertThat(gap).isBetween(LEASE, LEASE.plusSeconds(1));
        assertThat(scene.record().transitions()).isEqualTo(1);
        assertThat(standby().term().fencingToken().value()).isGreaterThan(token);
    }

    @Test
    void scenario06_restartInPlace_leadsAtOnceOnlyWhereItsOriginIsKnown() {
        Actor leader = scene.join("a", options -> options.withOrigin("pod-1/app"));
        scene.run(Duration.ofSeconds(3));
        leader.process.crash();
        scene.actors.clear();
        Actor restarted = scene.join("a", options -> options.withOrigin("pod-1/app"));
        scene.run(Duration.ofSeconds(1));
        assertThat(restarted.leads()).isTrue();
        assertThat(restarted.term().fencingToken()).isGreaterThan(leader.term().fencingToken());
        restarted.process.crash();
        scene.actors.clear();
        Actor elsewhere = scene.join("a");
        scene.run(LEASE.minusSeconds(1));
        assertThat(elsewhere.leads()).isFalse();
        scene.run(Duration.ofSeconds(3));
        assertThat(elsewhere.leads()).isTrue();
    }

    @Test
    void scenario12_stoppedForTwentySeconds_isFollowedAndInvalidBeforeItRunsAgain() {
        Actor leader = leaderWithStandby();
        leader.process.pause();
        scene.run(Duration.ofSeconds(20));
        assertThat(standby().leads()).isTrue();
        assertThat(leader.term().isValid()).isFalse();
        int before = scene.commits.size();
        leader.process.resume();
        scene.run(Duration.ofSeconds(1));
        assertThat(scene.commits.subList(before, scene.commits.size()))
                .noneMatch(commit -> commit.writer().equals("a"));
        assertThat(leader.heard())
                .filteredOn(what -> what.startsWith("stopped"))
                .hasSize(1);
    }

    @Test
    void scenario13_stoppedForFiveSeconds_keepsItsTermAndSaysThatItWasPaused() {
        Actor leader = leaderWithStandby();
        leader.process.pause();
        scene.run(Duration.ofSeconds(5));
        leader.process.resume();
        scene.run(Duration.ofSeconds(30));
        assertThat(leader.leads()).isTrue();
        assertThat(leader.terms).hasSize(1);
        assertThat(leader.notices).anyMatch(Notice.PauseDetected.class::isInstance);
    }

    /** Scenarios 14 and 23: validity is a function of the clock; no code has to run for it to end. */
    @Test
    void scenario14_protocolNotRunning_endsTheValidityAllTheSame() {
        Actor leader = leaderWithStandby();
        Leadership term = leader.term();
        leader.process.pause();
        Duration left = term.remaining();
        scene.run(left.minus(MILLI));
        assertThat(term.isValid()).isTrue();
        scene.run(MILLI.multipliedBy(2));
        assertThat(term.isValid()).isFalse();
        assertThat(left).isLessThanOrEqualTo(Duration.ofMillis(13_850));
    }

    @Test
    void scenario15_cutOff_warnsThenStopsThenIsFollowed() {
        Actor leader = leaderWithStandby();
        scene.cutOff(leader);
        long lastWrite = scene.commits.getLast().atNanos();
        scene.run(Duration.ofSeconds(20));
        assertThat(leader.heardAt("jeopardy").minusNanos(lastWrite)).isLessThanOrEqualTo(Duration.ofSeconds(8));
        assertThat(leader.heardAt("stopped VALIDITY_EXPIRED").minusNanos(lastWrite))
                .isLessThanOrEqualTo(Duration.ofMillis(10_900));
        assertThat(standby().heardAt("started").minusNanos(lastWrite)).isGreaterThanOrEqualTo(LEASE);
    }

    @Test
    void scenario18_wallClockOfTheLeaderJumps_changesNothing() {
        Actor leader = leaderWithStandby();
        leader.process.simClock().jumpWall(Duration.ofHours(1));
        scene.run(Duration.ofMinutes(1));
        leader.process.simClock().jumpWall(Duration.ofHours(-2));
        scene.run(Duration.ofMinutes(1));
        assertThat(leader.terms).hasSize(1);
        assertThat(leader.leads()).isTrue();
        assertThat(scene.commits)
                .allMatch(commit ->
                        commit.draft().renewTime().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z"));
    }

    @Test
    void scenario19_wallClockOfTheStandbyIsAhead_doesNotMakeItSteal() {
        Actor leader = leaderWithStandby();
        standby().process.simClock().jumpWall(Duration.ofHours(1));
        scene.run(Duration.ofMinutes(2));
        assertThat(leader.leads()).isTrue();
        assertThat(standby().terms).isEmpty();
    }

    @Test
    void scenario21_machineSuspendedForAMinute_isInvalidWhenItWakes() {
        Actor leader = leaderWithStandby();
        Leadership term = leader.term();
        leader.process.pause();
        scene.run(Duration.ofMinutes(1));
        leader.process.resume();
        assertThat(term.isValid()).isFalse();
        assertThat(standby().leads()).isTrue();
    }

    /** All clocks of the machine stand still as well: nobody in it can know. The fence does, and the first contact. */
    @Test
    void scenario22_frozenMachine_isFencedAndLearnsAtItsFirstContact() {
        Scene frozen = new Scene(6, Scene.Overlap.POSSIBLE);
        Actor leader = frozen.join("a");
        assertThat(frozen.awaitLeader()).isSameAs(leader);
        Leadership term = leader.term();
        leader.process.pause();
        leader.process.simClock().freeze();
        frozen.run(LEASE.plusSeconds(2));
        Actor next = frozen.join("b");
        frozen.run(LEASE.plusSeconds(2));
        assertThat(next.leads()).isTrue();
        assertThat(term.isValid()).as("it cannot know").isTrue();
        assertThat(frozen.register.token())
                .as("the fence does")
                .isGreaterThan(term.fencingToken().value());
        leader.process.simClock().unfreeze();
        leader.process.resume();
        frozen.run(Duration.ofSeconds(5));
        assertThat(term.isValid()).isFalse();
    }

    @Test
    void scenario27_oneHiccupOfFiveSeconds_costsNoTerm() {
        Actor leader = leaderWithStandby();
        for (int phase = 0; phase < 20; phase++) {
            scene.run(Duration.ofMillis(1_900 + 10L * phase));
            scene.cutOff(leader);
            scene.run(Duration.ofSeconds(5));
            scene.network.unblockAll();
            scene.run(Duration.ofSeconds(20));
        }
        assertThat(leader.terms).hasSize(1);
        assertThat(leader.leads()).isTrue();
    }

    @Test
    void scenario34_halfOpenConnection_isGivenUpAndTheNextRequestGetsThrough() {
        Actor leader = leaderWithStandby();
        scene.network.block(Scene.SERVER, "a");
        scene.run(Duration.ofSeconds(4));
        scene.network.unblockAll();
        scene.run(Duration.ofSeconds(10));
        assertThat(leader.terms).hasSize(1);
        assertThat(leader.leads()).isTrue();
    }

    @Test
    void scenario35_hundredCandidates_haveOneWinnerAndFewConflicts() {
        Actor leader = scene.join("a");
        assertThat(scene.awaitLeader()).isSameAs(leader);
        for (int number = 0; number < 99; number++) {
            scene.join("c" + number);
        }
        scene.run(Duration.ofMinutes(1));
        assertThat(scene.commits).allMatch(commit -> commit.writer().equals("a"));
        scene.conflicts = 0;
        leader.process.crash();
        scene.actors.remove(leader);
        scene.run(LEASE.plusSeconds(5));
        assertThat(scene.actors.stream().filter(Actor::leads)).hasSize(1);
        assertThat(scene.conflicts).isLessThanOrEqualTo(20);
    }

    /** The bound of the rates is used up, in opposite directions. */
    @Test
    void scenario20_clocksAtTheBoundOfTheRates_doNotOverlap() {
        for (int round = 0; round < 200; round++) {
            Scene drifting = new Scene(100 + round);
            Actor leader = drifting.join("a");
            leader.process.simClock().rateError(-0.004);
            assertThat(drifting.awaitLeader()).isSameAs(leader);
            Actor follower = drifting.join("b");
            follower.process.simClock().rateError(0.004);
            drifting.run(Duration.ofMillis(1_000 + 13L * round));
            drifting.cutOff(leader);
            drifting.run(LEASE.plusSeconds(3));
            assertThat(follower.leads()).isTrue();
            assertThat(leader.leads()).isFalse();
        }
    }
}
