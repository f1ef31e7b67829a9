package io.bellwether.etcd.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.etcd.core.MembershipModel.Violation;
import io.bellwether.etcd.core.Mistakes.Guards;
import io.bellwether.etcd.core.Mistakes.Mistake;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Planner and guards against every behaviour of machines, disks and network that a small cluster can meet.
 *
 * <p>Checks G-C1 (no step loses a quorum), G-C2 (no acknowledged write is lost, no data that counts is discarded) and
 * G-C3 (one cluster), each in every state that can be reached, with supervisors that act on the state before the last
 * change.
 */
final class MembershipModelTest {

    private static final Timers TIMERS = Timers.of(Duration.ofSeconds(1));
    private static final MembershipModel.Rules RULES = new RealRules(TIMERS);
    private static final int LIMIT = 10_000_000;

    /**
     * {@code -Dmembership.whole=true} searches all that a default build leaves out; docs/elastic-etcd.md has the
     * numbers.
     */
    private static final boolean WHOLE = Boolean.getBoolean("membership.whole");

    private static int search(String what, Policy policy, Fate start, int faults) {
        long begun = System.nanoTime();
        int states = ModelSearch.states(new MembershipModel(RULES, policy, faults), start, LIMIT);
        System.out.printf(
                "%s, %d faults: %,d states in %d ms%n", what, faults, states, (System.nanoTime() - begun) / 1_000_000);
        return states;
    }

    private static Policy size(int size) {
        return Policy.of(size, TIMERS);
    }

    private static int faults(int whole, int bounded) {
        return WHOLE ? whole : bounded;
    }

    @Test
    void threeAndStandby_underFaults_keepTheQuorumAndTheData() {
        int faults = faults(MembershipModel.UNLIMITED, 3);
        assertThat(search("3 voters and a standby", size(3), Fate.healthy(3, 1), faults))
                .isGreaterThan(2_000);
    }

    @Test
    void five_underFaults_keepTheQuorumAndTheData() {
        int faults = faults(4, 3);
        Policy pruning = size(5).with(JoinStrategy.PRUNE);

        assertThat(search("5 voters", size(5), Fate.healthy(5, 0), faults)).isGreaterThan(500);
        assertThat(search("5 voters, pruning", pruning, Fate.healthy(5, 0), faults))
                .isGreaterThan(500);
    }

    @Test
    void growth_underFaults_keepsTheQuorumAndTheData() {
        assertThat(search("3 growing to 5", size(5), Fate.healthy(3, 2), faults(3, 1)))
                .isGreaterThan(500);
    }

    @Test
    void shrinking_underFaults_keepsTheQuorumAndTheData() {
        int faults = faults(3, 2);
        assertThat(search("5 shrinking to 3", size(3), Fate.healthy(5, 0), faults))
                .isGreaterThan(500);
        assertThat(search("3 that are to be 1", size(1), Fate.healthy(3, 0), faults))
                .isGreaterThan(500);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void mistake_withoutGuards_isCaught(Mistake mistake) {
        assertThatThrownBy(() -> searchMistaken(mistake, Guards.IGNORED)).isInstanceOf(Violation.class);
    }

    /** The guards share no code with the planners: they stop each of the mistakes by themselves. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void mistake_withGuards_doesNoHarm(Mistake mistake) {
        assertThat(searchMistaken(mistake, Guards.ASKED)).isPositive();
    }

    private static int searchMistaken(Mistake mistake, Guards guards) {
        Mistakes rules = new Mistakes(RULES, mistake, guards);
        Fate start = mistake == Mistake.SHRINK_THREE ? Fate.healthy(3, 0) : Fate.healthy(3, 1);
        Policy policy = mistake == Mistake.SHRINK_THREE ? size(1) : size(3);
        return ModelSearch.states(new MembershipModel(rules, policy, WHOLE ? 3 : 2), start, LIMIT);
    }

    /** Beyond what can be searched whole: seven voters and three standbys, many faults, and time to recover at last. */
    @Test
    void sevenAndStandbys_inRandomRuns_keepTheQuorumAndRecover() {
        for (long seed = 1; seed <= (WHOLE ? 4_000 : 60); seed++) {
            Fate end = new Walk(seed, new MembershipModel(RULES, size(7), 12)).run(Fate.healthy(7, 3), 120);
            assertThat(end.alive())
                    .as("voters that run in the end, seed %d: %s", seed, end)
                    .isEqualTo(7);
        }
    }

    /** A run that begins with faults and ends with repairs only. */
    private static final class Walk {
        private static final int RECOVERY = 2_000;
        private static final int TARGET = 7;

        private final SplittableRandom random;
        private final MembershipModel model;

        Walk(long seed, MembershipModel model) {
            this.random = new SplittableRandom(seed);
            this.model = model;
        }

        Fate run(Fate start, int changes) {
            Fate before = start;
            Fate now = start;
            for (int change = 0; change < changes; change++) {
                Fate seen = random.nextBoolean() ? before : now;
                Fate next = oneOf(now, random.nextInt(4) == 0 ? keepingData(now) : Optional.empty(), seen);
                before = now;
                now = next;
            }
            for (int change = 0; change < RECOVERY && !isWhole(now); change++) {
                now = oneOf(now, Optional.empty(), now);
            }
            return now;
        }

        private static boolean isWhole(Fate now) {
            return now.alive() == TARGET && now.voters() == TARGET;
        }

        /** Faults that leave a majority of the voters with their data: nothing recovers from more. */
        private Optional<List<Fate>> keepingData(Fate now) {
            return Optional.of(model.faults(now).stream()
                    .filter(fate -> votersWithData(fate) * 2 > fate.voters())
                    .toList());
        }

        private static int votersWithData(Fate fate) {
            int voters = 0;
            for (int machine = 0; machine < fate.size(); machine++) {
                voters += fate.isVoter(machine) && fate.is(machine, Fate.DATA) ? 1 : 0;
            }
            return voters;
        }

        private Fate oneOf(Fate now, Optional<List<Fate>> faults, Fate seen) {
            List<Fate> steps = model.steps(seen, now, random.nextInt(now.size()));
            List<Fate> choice =
                    faults.orElseGet(() -> steps.isEmpty() || random.nextInt(3) == 0 ? model.repairs(now) : steps);
            return choice.isEmpty() ? now : choice.get(random.nextInt(choice.size()));
        }
    }
}
