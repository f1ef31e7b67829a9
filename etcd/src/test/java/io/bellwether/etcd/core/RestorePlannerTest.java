package io.bellwether.etcd.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.Registration.Standing;
import io.bellwether.etcd.core.Registration.Wish;
import io.bellwether.etcd.core.RestorePlanner.Ruling;
import io.bellwether.etcd.core.RestoreView.Decides;
import io.bellwether.etcd.core.RestoreView.Running;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a lost quorum may be given up: G-C6. */
final class RestorePlannerTest {

    private static final Duration DEAD = Duration.ofSeconds(15);
    private static final ClusterId OLD = new ClusterId(0xabc);
    private static final Optional<String> CONFIRMED = Optional.of("abc");
    private static final Formation FORMED = new Formation.Formed(3, OLD);

    private final RestorePlanner planner = new RestorePlanner(DEAD);

    private Cause refusal(RestoreView view, Optional<String> confirmed) {
        Ruling ruling = planner.rule(view, confirmed);
        assertThat(ruling).isInstanceOf(Ruling.Refuse.class);
        return ((Ruling.Refuse) ruling).cause();
    }

    private static RestoreView view(Formation formation, List<Registration> others, List<Running> running) {
        return new RestoreView(formation, Optional.of(OLD), others, running);
    }

    private static Registration node(Standing standing, Duration age) {
        return new Registration(
                new NodeId("b"),
                new Incarnation("incarnation-b"),
                "b",
                List.of("http://b:2380"),
                "",
                0,
                standing,
                Wish.NONE,
                Optional.empty(),
                Optional.empty(),
                1,
                age);
    }

    @Test
    void restore_whereNothingLives_proceeds() {
        assertThat(planner.rule(view(FORMED, List.of(), List.of()), CONFIRMED))
                .isEqualTo(new Ruling.Proceed(Optional.of(OLD)));
    }

    @Test
    void restore_whereAMemberAnswers_isRefused() {
        for (Decides each : Decides.values()) {
            RestoreView view = view(FORMED, List.of(), List.of(new Running("http://b:2379", each)));
            assertThat(refusal(view, CONFIRMED)).isEqualTo(Cause.CLUSTER_EXISTS);
        }
    }

    @Test
    void restore_whileANodeWithDataReports_isRefusedUntilItIsDead() {
        for (Standing each : List.of(Standing.MEMBER, Standing.QUARANTINED)) {
            assertThat(refusal(view(FORMED, List.of(node(each, DEAD.minusMillis(1))), List.of()), CONFIRMED))
                    .isEqualTo(Cause.CLUSTER_EXISTS);
            assertThat(planner.rule(view(FORMED, List.of(node(each, DEAD)), List.of()), CONFIRMED))
                    .isInstanceOf(Ruling.Proceed.class);
        }
    }

    /** Machines with empty disks wait to join what is restored. */
    @Test
    void restore_whileNodesWithoutDataWait_proceeds() {
        for (Standing each : List.of(Standing.CANDIDATE, Standing.STARTING)) {
            assertThat(planner.rule(view(FORMED, List.of(node(each, Duration.ZERO)), List.of()), CONFIRMED))
                    .isInstanceOf(Ruling.Proceed.class);
        }
    }

    @Test
    void restore_withoutDiscoveryOrWhileForming_isRefused() {
        assertThat(refusal(view(new Formation.Unknown(), List.of(), List.of()), CONFIRMED))
                .isEqualTo(Cause.DISCOVERY_SILENT);
        assertThat(refusal(view(new Formation.Agreed(3, List.of(), Set.of()), List.of(), List.of()), CONFIRMED))
                .isEqualTo(Cause.FOUNDING_INTERRUPTED);
    }

    @Test
    void restore_withoutTheRightWord_isRefused() {
        RestoreView view = view(FORMED, List.of(), List.of());
        assertThat(refusal(view, Optional.empty())).isEqualTo(Cause.CLUSTER_EXISTS);
        assertThat(refusal(view, Optional.of("none"))).isEqualTo(Cause.CLUSTER_EXISTS);

        RestoreView nothing = new RestoreView(new Formation.Unclaimed(3), Optional.empty(), List.of(), List.of());
        assertThat(planner.rule(nothing, Optional.of("none"))).isEqualTo(new Ruling.Proceed(Optional.empty()));
        assertThat(refusal(nothing, CONFIRMED)).isEqualTo(Cause.CLUSTER_EXISTS);
    }
}
