package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.ElectionModel.Naming;
import io.bellwether.election.ModelProcess.Life;
import io.bellwether.election.ModelSearch.Horizon;
import io.bellwether.election.ModelWorld.Budget;
import io.bellwether.election.core.ElectionTiming;
import io.bellwether.election.core.Phase;
import io.bellwether.election.core.State.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * The formal model: the real rules, searched exhaustively within a bound; {@code docs/architecture/election-model.md}
 * says what that proves. I2 to I8 and I11 hold in every world; from each at the end of the search, once the faults
 * stop, a leader comes out (L1) and whoever was told to close has closed (L4). G-E1, G-E3, G-E4, G-E5, G-E7.
 */
final class ElectionModelTest {

    private static final boolean LONG = "long".equals(System.getProperty("model.depth"));

    private static final double RATE_ERROR = 0.005;

    /** No margin, no grace: the whole of the validity is used. */
    private static final ElectionTiming TIGHT = new ElectionTiming(
            Duration.ofSeconds(1),
            Duration.ofMillis(200),
            Duration.ofMillis(390),
            Duration.ofMillis(900),
            Duration.ZERO,
            Duration.ofMillis(200),
            Duration.ZERO,
            RATE_ERROR,
            Duration.ofMillis(200));

    /** After four of them a validity has just ended and a lease is just over: at the worst moment all look. */
    private static final Duration TICK = Duration.ofMillis(249);

    private static final int FAR = Integer.MAX_VALUE;

    private static ElectionModel model(int processes, Naming naming, Mutation mutation, double rateError) {
        return ElectionModel.of(processes, TIGHT, new ModelTime(TICK, rateError), naming, mutation);
    }

    private static ElectionModel model(int processes) {
        return model(processes, Naming.DISTINCT, Mutation.NONE, RATE_ERROR);
    }

    /** Process 0 leads, the others watch it. */
    private static ModelWorld underway(ElectionModel model, Budget budget) {
        ModelMoves moves = new ModelMoves(model);
        ModelWorld world = model.start(ModelWorld.initial(model.processes(), budget), 0);
        world = moves.promptly(world);
        for (int index = 1; index < model.processes(); index++) {
            world = model.start(world, index);
        }
        return moves.promptly(world);
    }

    /** All begin at once, and there is no lock yet. */
    private static ModelWorld fresh(ElectionModel model, Budget budget) {
        ModelWorld world = ModelWorld.initial(model.processes(), budget);
        for (int index = 0; index < model.processes(); index++) {
            world = model.start(world, index);
        }
        return world;
    }

    /** L1, L4: a lease to wait, as much again for requests to be given up, the back-off, and a colliding claim. */
    private static void assertRecovers(ElectionModel model, ModelWorld world) {
        ModelMoves moves = new ModelMoves(model);
        ModelWorld later = world.released();
        for (int tick = 0; tick < 16; tick++) {
            later = moves.promptly(later);
        }
        List<ModelProcess> living = later.processes().stream()
                .filter(process -> process.life() == Life.ALIVE)
                .toList();
        boolean somebodyContends =
                living.stream().anyMatch(process -> process.state().role() == Role.CANDIDATE);
        assertThat(model.leaders(later)).as("L1 of %s", world).isEqualTo(somebodyContends ? 1 : 0);
        assertThat(living)
                .as("L4 of %s", world)
                .allMatch(process -> process.state().role() != Role.CLOSING
                        || process.state().phase() instanceof Phase.Closed);
    }

    private static ModelSearch explore(
            String what,
            ElectionModel model,
            Function<ModelWorld, List<Move>> moves,
            ModelWorld root,
            Horizon horizon) {
        ModelSearch search = new ModelSearch(moves);
        search.search(root, horizon, world -> assertRecovers(model, world));
        System.out.printf(
                "Model, %s: %d states, %d transitions; of %d ends all recover%n",
                what, search.states(), search.transitions(), search.ends());
        return search;
    }

    @Test
    void twoCandidates_inAnyOrder_keepTheInvariants() {
        ElectionModel model = model(2);
        Budget budget = new Budget(0, 1, 0, 1, 1, 0);
        Horizon horizon = new Horizon(LONG ? 11 : 8, FAR / 2);
        ModelSearch search = explore(
                "two candidates, any order", model, new ModelMoves(model)::any, underway(model, budget), horizon);
        assertThat(search.states()).isGreaterThan(1_000);
    }

    @Test
    void twoCandidates_whoBeginAtOnce_keepTheInvariants() {
        ElectionModel model = model(2);
        Budget budget = new Budget(0, 1, 1, 1, 0, 1);
        Horizon horizon = new Horizon(LONG ? 11 : 7, FAR / 2);
        ModelSearch search =
                explore("two begin, any order", model, new ModelMoves(model)::any, fresh(model, budget), horizon);
        assertThat(search.states()).isGreaterThan(1_000);
    }

    @Test
    void twoCandidates_withDelays_keepTheInvariants() {
        ElectionModel model = model(2);
        Budget budget = LONG ? new Budget(2, 1, 0, 1, 1, 0) : new Budget(2, 0, 0, 0, 1, 0);
        Horizon horizon = new Horizon(FAR, LONG ? 9 : 6);
        ModelSearch search = explore(
                "two candidates, few delays", model, new ModelMoves(model)::few, underway(model, budget), horizon);
        assertThat(search.states()).isGreaterThan(1_000);
    }

    @Test
    void threeCandidates_withDelays_keepTheInvariants() {
        ElectionModel model = model(3);
        Budget budget = LONG ? new Budget(1, 1, 0, 1, 1, 1) : new Budget(1, 0, 0, 1, 0, 0);
        Horizon horizon = new Horizon(FAR, LONG ? 10 : 9);
        ModelSearch search = explore(
                "three candidates, few delays", model, new ModelMoves(model)::few, underway(model, budget), horizon);
        assertThat(search.states()).isGreaterThan(1_000);
    }

    /** Scenario 42. */
    @Test
    void twoCandidates_ofOneName_keepTheInvariants() {
        ElectionModel model = model(2, Naming.SAME, Mutation.NONE, RATE_ERROR);
        Budget budget = LONG ? new Budget(1, 1, 1, 1, 1, 0) : new Budget(1, 0, 0, 1, 1, 0);
        Horizon horizon = new Horizon(FAR, 9);
        ModelSearch search =
                explore("two of one name", model, new ModelMoves(model)::few, underway(model, budget), horizon);
        assertThat(search.states()).isGreaterThan(1_000);
    }

    /** What three delays can do: a late answer, a late watch and a pause at once. */
    @Test
    void twoCandidates_withThreeDelays_keepTheInvariants() {
        ElectionModel model = model(2);
        Budget budget = Budget.NONE.withDelays(3);
        ModelSearch search = explore(
                "two candidates, three delays",
                model,
                new ModelMoves(model)::few,
                underway(model, budget),
                new Horizon(FAR, LONG ? 8 : 5));
        assertThat(search.states()).isGreaterThan(1_000);
    }

    /** The number of the invariant that the search finds broken. */
    private static Optional<String> broken(ElectionModel model, Budget budget, int ticks) {
        try {
            new ModelSearch(new ModelMoves(model)::few)
                    .search(underway(model, budget), new Horizon(FAR, ticks), world -> {});
            return Optional.empty();
        } catch (AssertionError violation) {
            return Optional.of(String.valueOf(violation.getMessage()).split(":", 2)[0]);
        }
    }

    private static Optional<String> broken(Mutation mutation, Naming naming) {
        return broken(model(2, naming, mutation, RATE_ERROR), new Budget(2, 0, 0, 0, 1, 0), 9);
    }

    @Test
    void validityFromTheResponse_isCaught() {
        // The answer is late, the watch that would have told the same is late, and then the process is.
        ElectionModel model = model(2, Naming.DISTINCT, Mutations.VALIDITY_FROM_RESPONSE, RATE_ERROR);
        assertThat(broken(model, Budget.NONE.withDelays(3), 6)).contains("I3");
    }

    @Test
    void releaseBeforeDrain_isCaught() {
        assertThat(broken(Mutations.RELEASE_BEFORE_DRAIN, Naming.DISTINCT)).contains("I8");
    }

    @Test
    void noNonceCheck_isCaught() {
        assertThat(broken(Mutations.NO_NONCE, Naming.SAME)).isPresent();
    }

    @Test
    void trustingCachedOwnership_isCaught() {
        assertThat(broken(Mutations.CACHED_OWNERSHIP, Naming.DISTINCT)).contains("I7");
    }

    @Test
    void comparingWallClocks_isCaught() {
        assertThat(broken(Mutations.WALL_CLOCK, Naming.DISTINCT)).contains("I6");
    }

    /** The formula of the validity has no slack that is not in it. */
    @Test
    void clockRatesBeyondTheBound_areCaught() {
        ElectionModel model = model(2, Naming.DISTINCT, Mutation.NONE, 2 * RATE_ERROR);
        assertThat(broken(model, Budget.NONE.withDelays(2), 6)).contains("I3");
    }
}
