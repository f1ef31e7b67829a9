package io.bellwether.etcd.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.CareView.Compacted;
import io.bellwether.etcd.core.CareView.Database;
import io.bellwether.etcd.core.CareView.Fullness;
import io.bellwether.etcd.core.CareView.Reads;
import io.bellwether.etcd.core.CareView.Role;
import io.bellwether.etcd.core.Comparison.Sum;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Compaction, defragmentation, the quota, and who has the wrong data. */
final class CarePlannerTest {

    private static final Duration LONG_AGO = Duration.ofMinutes(1);
    private static final MemberId LEADER = new MemberId(1);
    private static final MemberId SECOND = new MemberId(2);
    private static final MemberId THIRD = new MemberId(3);

    private final CarePlanner planner = new CarePlanner(1_000, 100, 50);

    private static Database database(MemberId member, long size, long used) {
        return new Database(member, member.equals(LEADER) ? Role.LEADER : Role.OTHER, size, used, Reads.YES);
    }

    private static CareView view(Database... databases) {
        return new CareView(List.of(databases), Fullness.ROOM, Compacted.NO, Set.of(), LONG_AGO);
    }

    private static CareView full(Compacted compacted, Set<MemberId> done, Database... databases) {
        return new CareView(List.of(databases), Fullness.FULL, compacted, done, LONG_AGO);
    }

    private MemberId defragmented(CareView view) {
        assertThat(planner.plan(view)).isInstanceOf(CarePlan.Defragment.class);
        return ((CarePlan.Defragment) planner.plan(view)).member();
    }

    @Test
    void fragmented_theLeaderIsTheLast() {
        assertThat(defragmented(view(database(LEADER, 200, 50), database(SECOND, 200, 50), database(THIRD, 200, 50))))
                .isEqualTo(SECOND);
        assertThat(defragmented(view(database(LEADER, 200, 50), database(SECOND, 50, 50), database(THIRD, 200, 50))))
                .isEqualTo(THIRD);
        assertThat(defragmented(view(database(LEADER, 200, 50), database(SECOND, 50, 50), database(THIRD, 50, 50))))
                .isEqualTo(LEADER);
    }

    @Test
    void smallOrUsed_isLeftAlone() {
        assertThat(planner.plan(view(database(LEADER, 99, 0), database(SECOND, 200, 101))))
                .isInstanceOf(CarePlan.Rest.class);
    }

    /** Never two at once: a member that is being defragmented answers no read. */
    @Test
    void whileAMemberDoesNotRead_nothingIsDone() {
        Database busy = new Database(SECOND, Role.OTHER, 200, 50, Reads.NO);
        assertThat(planner.plan(view(busy, database(THIRD, 200, 50)))).isInstanceOf(CarePlan.Rest.class);
        assertThat(planner.plan(full(Compacted.NO, Set.of(), busy))).isInstanceOf(CarePlan.Rest.class);
    }

    @Test
    void rightAfterAStep_nothingIsDone() {
        assertThat(planner.plan(new CareView(
                        List.of(database(SECOND, 200, 50)),
                        Fullness.ROOM,
                        Compacted.NO,
                        Set.of(),
                        Duration.ofSeconds(4))))
                .isInstanceOf(CarePlan.Rest.class);
    }

    /** Scenario 60: compact, defragment each, and only then let writes in. */
    @Test
    void full_isCompactedThenDefragmentedThenDisarmed() {
        assertThat(planner.plan(
                        full(Compacted.NO, Set.of(), database(LEADER, 1_000, 100), database(SECOND, 1_000, 100))))
                .isInstanceOf(CarePlan.Compact.class);
        assertThat(defragmented(
                        full(Compacted.YES, Set.of(), database(LEADER, 1_000, 100), database(SECOND, 1_000, 100))))
                .isEqualTo(SECOND);
        assertThat(defragmented(
                        full(Compacted.YES, Set.of(), database(LEADER, 1_000, 100), database(SECOND, 100, 100))))
                .isEqualTo(LEADER);
        assertThat(planner.plan(full(Compacted.YES, Set.of(), database(LEADER, 100, 100), database(SECOND, 100, 100))))
                .isInstanceOf(CarePlan.Disarm.class);
    }

    @Test
    void full_withKeysThatNeedTheSpace_isLeftToPeopleAndTriedAgain() {
        Database used = database(LEADER, 1_000, 950);
        assertThat(planner.plan(full(Compacted.YES, Set.of(LEADER), used)))
                .isInstanceOfSatisfying(
                        CarePlan.Rest.class,
                        rest -> assertThat(rest.reason()).contains("delete keys, or raise the quota"));
        assertThat(planner.plan(new CareView(
                        List.of(used), Fullness.FULL, Compacted.YES, Set.of(LEADER), Duration.ofMinutes(5))))
                .isInstanceOf(CarePlan.Compact.class);
    }

    @Test
    void comparison_namesOnlyAMinorityOfOne() {
        Sum one = new Sum(11, 5);
        Sum other = new Sum(22, 5);
        assertThat(Comparison.of(Map.of(LEADER, one, SECOND, one, THIRD, one))).isInstanceOf(Comparison.Same.class);
        assertThat(Comparison.of(Map.of(LEADER, one, SECOND, one, THIRD, other)))
                .isEqualTo(new Comparison.OneDiffers(THIRD));
        assertThat(Comparison.of(Map.of(LEADER, one, SECOND, other))).isInstanceOf(Comparison.Undecided.class);
        assertThat(Comparison.of(Map.of(LEADER, one, SECOND, other, THIRD, new Sum(33, 5))))
                .isInstanceOf(Comparison.Undecided.class);
        assertThat(Comparison.of(Map.of(LEADER, one, SECOND, one, THIRD, new Sum(22, 6))))
                .isInstanceOf(Comparison.Unknown.class);
        assertThat(Comparison.of(Map.of(LEADER, one))).isInstanceOf(Comparison.Unknown.class);
    }
}
