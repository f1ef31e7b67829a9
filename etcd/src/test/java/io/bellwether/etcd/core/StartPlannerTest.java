package io.bellwether.etcd.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.StartView.Founding;
import io.bellwether.etcd.core.StartView.Registered;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How a node without a supervisor begins where no member answers: G-C3. */
final class StartPlannerTest {

    private static StartPlan plan(Optional<Registered> discovery) {
        return new StartPlanner(JoinStrategy.REPLACE)
                .plan(new StartView(
                        "a",
                        List.of("http://a:2380"),
                        false,
                        discovery,
                        Optional.empty(),
                        false,
                        Set.of(),
                        Optional.empty()));
    }

    @Test
    void plan_whereStockMembersGather_isToRegisterAsOne() {
        assertThat(plan(Optional.of(new Registered(3, Founding.BY_STOCK_MEMBERS))))
                .isInstanceOf(StartPlan.Discover.class);
    }

    /** etcd's own discovery does not lead there: two clusters would form. */
    @Test
    void plan_whereSupervisedMembersGather_isRefused() {
        assertThat(plan(Optional.of(new Registered(3, Founding.BY_SUPERVISED_MEMBERS))))
                .isInstanceOfSatisfying(
                        StartPlan.Refuse.class,
                        refused -> assertThat(refused.text()).contains("found it with bellwether etcd run"));
    }

    @Test
    void plan_whereAClusterHasFormed_isRefused() {
        assertThat(plan(Optional.of(new Registered(3, Founding.DONE))))
                .isInstanceOfSatisfying(
                        StartPlan.Refuse.class,
                        refused -> assertThat(refused.text()).contains("none of its members answers"));
    }

    @Test
    void plan_whereDiscoveryIsSilent_isRefused() {
        assertThat(plan(Optional.empty()))
                .isInstanceOfSatisfying(
                        StartPlan.Refuse.class,
                        refused -> assertThat(refused.text()).contains("discovery does not answer"));
    }
}
