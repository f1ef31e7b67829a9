package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.Scene.Actor;
import io.bellwether.election.core.LockRecord;
import io.bellwether.election.core.Marks;
import io.bellwether.election.core.Notice;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Scenarios of {@code docs/architecture/election-scenarios.md} in virtual time, the numbers in the names: what the
 * server does, and what others do to the lock. Guarantees G-E1, G-E3, G-E5, G-E7, G-E8.
 */
final class StoreScenarioTest {

    private static final Duration LEASE = Duration.ofSeconds(15);

    private final Scene scene = new Scene(9);

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

    private static LockRecord heldBy(String holder, LockRecord before) {
        return LockRecord.of(
                holder,
                before.durationSeconds(),
                before.acquireTime(),
                before.renewTime(),
                before.transitions() + 1,
                Marks.NONE);
    }

    private static LockRecord lasting(long seconds, LockRecord before) {
        return LockRecord.of(
                before.holder(),
                seconds,
                before.acquireTime(),
                before.renewTime(),
                before.transitions(),
                before.marks());
    }

    @Test
    void scenario24_everyWriteFails_endsTheTermInTimeWithFewRequests() {
        Actor leader = leaderWithStandby();
        int before = leader.requests;
        scene.server.refuseUntil(scene.world.now() + Duration.ofSeconds(60).toNanos());
        scene.run(Duration.ofSeconds(30));
        assertThat(leader.heard()).contains("jeopardy", "stopped VALIDITY_EXPIRED");
        assertThat(leader.requests - before).isLessThanOrEqualTo(35);
        scene.run(Duration.ofSeconds(60));
        assertThat(scene.actors.stream().filter(Actor::leads)).hasSize(1);
    }

    @Test
    void scenario26_slowServer_endsNoTermAndNeverHasTwoLeaders() {
        Actor leader = leaderWithStandby();
        scene.network.slow(Scene.SERVER, "a", Duration.ofMillis(2_500));
        scene.run(Duration.ofMinutes(10));
        assertThat(leader.terms).hasSize(1);
        assertThat(standby().terms).isEmpty();
    }

    @Test
    void scenario31_labelEdited_isKeptAndCostsNoTerm() {
        Actor leader = leaderWithStandby();
        for (int round = 0; round < 20; round++) {
            scene.register.edit(record -> record);
            scene.run(Duration.ofMillis(731));
        }
        assertThat(leader.terms).hasSize(1);
        assertThat(leader.leads()).isTrue();
        assertThat(standby().terms).isEmpty();
    }

    @Test
    void scenario32_stalledWatch_neverMakesAStandbyTakeALockThatIsRenewed() {
        Actor leader = leaderWithStandby();
        for (int round = 0; round < 10; round++) {
            scene.server.stallWatches(standby().process);
            scene.run(Duration.ofMinutes(1));
            scene.server.breakWatches();
            scene.run(Duration.ofSeconds(5));
        }
        assertThat(leader.terms).hasSize(1);
        assertThat(standby().terms).isEmpty();
        leader.election.closeLater();
        scene.run(Duration.ofSeconds(1));
        assertThat(standby().leads()).isTrue();
    }

    @Test
    void scenario33_staleReads_causeNeitherTakeOverNorLoss() {
        Actor leader = leaderWithStandby();
        scene.server.serveStaleReadsUntil(
                scene.world.now() + Duration.ofMinutes(5).toNanos());
        for (int round = 0; round < 30; round++) {
            scene.server.breakWatches();
            scene.run(Duration.ofSeconds(10));
        }
        assertThat(leader.terms).hasSize(1);
        assertThat(standby().terms).isEmpty();
    }

    @Test
    void scenario36_deletedLock_endsTheTermAndAWitnessWaitsALease() {
        Actor leader = leaderWithStandby();
        scene.cutOff(leader);
        scene.register.delete();
        long deletedAt = scene.world.now();
        scene.run(LEASE.plusSeconds(2));
        assertThat(standby().leads()).isTrue();
        assertThat(standby().heardAt("started").minusNanos(deletedAt)).isGreaterThanOrEqualTo(LEASE);
    }

    @Test
    void scenario36_deletedLockInSight_isCreatedAnewAsAnotherTerm() {
        Actor leader = leaderWithStandby();
        long token = leader.term().fencingToken().value();
        scene.register.delete();
        scene.run(Duration.ofSeconds(2));
        assertThat(leader.heard()).contains("stopped LOCK_DELETED");
        scene.run(LEASE);
        assertThat(scene.awaitLeader().term().fencingToken().value()).isGreaterThan(token);
    }

    @Test
    void scenario37_holderEdited_endsTheTermAtOnceAndItsLeaseIsWaitedFor() {
        Actor leader = leaderWithStandby();
        long editedAt = scene.world.now();
        scene.register.edit(record -> heldBy("x", record));
        scene.run(Duration.ofSeconds(1));
        assertThat(leader.heardAt("stopped FOREIGN_HOLDER").minusNanos(editedAt))
                .isLessThan(Duration.ofMillis(500));
        scene.run(LEASE.minusSeconds(2));
        assertThat(scene.actors).noneMatch(Actor::leads);
        scene.run(Duration.ofSeconds(3));
        assertThat(scene.actors.stream().filter(Actor::leads)).hasSize(1);
    }

    @Test
    void scenario38_durationEdited_isPutRightAndSaid() {
        Actor leader = leaderWithStandby();
        scene.register.edit(record -> lasting(100_000, record));
        scene.run(Duration.ofSeconds(3));
        assertThat(scene.record().durationSeconds()).isEqualTo(15);
        scene.register.edit(record -> lasting(1, record));
        scene.run(Duration.ofSeconds(3));
        assertThat(scene.record().durationSeconds()).isEqualTo(15);
        assertThat(leader.notices).anyMatch(Notice.Tampered.class::isInstance);
    }

    @Test
    void scenario39_unreadableTimesAndDuration_areWaitedForLikeAnyOther() {
        scene.register.edit(record -> record);
        Actor leader = leaderWithStandby();
        leader.process.crash();
        scene.register.edit(record -> LockRecord.of("x", 0, "", "yesterday-ish", record.transitions() + 1, Marks.NONE));
        long editedAt = scene.world.now();
        scene.run(LEASE.plusSeconds(2));
        assertThat(standby().leads()).isTrue();
        assertThat(standby().heardAt("started").minusNanos(editedAt)).isGreaterThanOrEqualTo(LEASE);
        assertThat(scene.record().renewTime()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    }

    @Test
    void scenario42_sameIdentityTwice_isSaidAndNeverMakesTwoLeaders() {
        Actor first = scene.join("a");
        assertThat(scene.awaitLeader()).isSameAs(first);
        Actor second = scene.join(
                "other",
                options -> new ElectionOptions(
                        "a",
                        options.timing(),
                        options.listener(),
                        options.participation(),
                        options.tenure(),
                        options.onLoss(),
                        options.elector(),
                        options.origin(),
                        options.notes()));
        scene.run(Duration.ofMinutes(1));
        assertThat(first.leads()).isTrue();
        assertThat(second.leads()).isFalse();
        assertThat(second.notices).anyMatch(Notice.DuplicateIdentity.class::isInstance);
    }

    /** client-go releases by what it remembers, over whatever is there (its finding 2). */
    @Test
    void scenario47_releasedByAForeignWriter_endsTheTermWithinOneDelivery() {
        Actor leader = leaderWithStandby();
        long token = leader.term().fencingToken().value();
        long editedAt = scene.world.now();
        scene.register.edit(record ->
                LockRecord.of("", 1, record.acquireTime(), record.renewTime(), record.transitions(), record.marks()));
        scene.run(Duration.ofSeconds(2));
        assertThat(leader.heardAt("stopped TAMPERED").minusNanos(editedAt)).isLessThan(Duration.ofMillis(500));
        assertThat(scene.register.token()).as("the fence refuses the old token").isGreaterThan(token);
        assertThat(scene.awaitLeader().term().fencingToken().value()).isGreaterThan(token);
    }
}
