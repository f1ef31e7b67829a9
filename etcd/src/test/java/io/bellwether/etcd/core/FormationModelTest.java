package io.bellwether.etcd.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.etcd.core.FormationModel.Phase;
import io.bellwether.etcd.core.FormationModel.State;
import io.bellwether.etcd.core.Mistakes.Guards;
import io.bellwether.etcd.core.Mistakes.Mistake;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One token makes one cluster, whatever fails while it forms: G-C3, in every state that can be reached. */
final class FormationModelTest {

    private static final MembershipModel.Rules RULES = new RealRules(Timers.of(Duration.ofSeconds(1)));
    private static final int LIMIT = 5_000_000;

    private static Set<State> states(MembershipModel.Rules rules, int faults) {
        FormationModel model = new FormationModel(rules, faults);
        Set<State> seen = new HashSet<>();
        Deque<State> open = new ArrayDeque<>();
        seen.add(FormationModel.START);
        open.add(FormationModel.START);
        while (!open.isEmpty() && seen.size() < LIMIT) {
            for (State next : model.successors(open.removeFirst())) {
                if (seen.add(next)) {
                    open.addLast(next);
                }
            }
        }
        assertThat(open).isEmpty();
        return seen;
    }

    @Test
    void formation_underThreeFaults_makesOneCluster() {
        Set<State> states = states(RULES, 3);

        System.out.printf("formation of 3 among 4, 3 faults: %,d states%n", states.size());
        assertThat(states).hasSizeGreaterThan(10_000);
        assertThat(states).anyMatch(state -> state.phase() == Phase.FORMED && state.works());
    }

    @Test
    void foundingAgain_withoutGuards_isCaught() {
        assertThatThrownBy(() -> states(new Mistakes(RULES, Mistake.FOUND_AGAIN, Guards.IGNORED), 3))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void foundingAgain_withGuards_doesNoHarm() {
        assertThat(states(new Mistakes(RULES, Mistake.FOUND_AGAIN, Guards.ASKED), 3))
                .isNotEmpty();
    }
}
