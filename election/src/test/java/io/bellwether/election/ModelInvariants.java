package io.bellwether.election;

import io.bellwether.election.ModelProcess.Belief;
import io.bellwether.election.ModelProcess.Work;
import io.bellwether.election.core.Effect;
import io.bellwether.election.core.ElectionTiming;
import io.bellwether.election.core.LockSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What must hold in every world of the model. A broken invariant is an {@link AssertionError} whose message begins with
 * its number (election §4.7).
 */
final class ModelInvariants {

    private final List<String> instances;
    private final ElectionTiming timing;
    private final ModelTime clock;

    ModelInvariants(List<String> instances, ElectionTiming timing, ModelTime clock) {
        this.instances = instances;
        this.timing = timing;
        this.clock = clock;
    }

    /** I3 and I11: in every world. */
    ModelWorld checked(ModelWorld world) {
        require(leaders(world) <= 1, "I3", "two valid leaders", world);
        for (int index = 0; index < instances.size(); index++) {
            Optional<Belief> belief = world.process(index).belief();
            boolean passesFence = belief.filter(held ->
                            held.term().token().value() == world.register().token())
                    .isPresent();
            require(!passesFence || isHeldBy(world, index), "I11", "a deposed leader passes the fence", world);
        }
        return world;
    }

    /** How many readers see themselves lead. */
    long leaders(ModelWorld world) {
        return IntStream.range(0, instances.size())
                .filter(index -> world.process(index).believes(clock.local(index, world.time())))
                .count();
    }

    /** I6, I7, I8: before a write takes effect. */
    void checkWrite(ModelWorld world, int index, Effect.Write write) {
        boolean own = isHeldBy(world, index);
        switch (write.draft().purpose()) {
            case RENEW -> require(own, "I6", "renewed a foreign record", world);
            case RELEASE -> {
                require(own, "I7", "released a foreign record", world);
                require(!world.process(index).isWorking(), "I8", "released while the work runs", world);
            }
            case ACQUIRE -> {
                Optional<LockSnapshot> before = world.register().current();
                boolean free = before.isEmpty() || before.get().record().isFree();
                double least = timing.leaseDuration().toNanos() / (1 + clock.rateError());
                boolean expired = clock.nanos(world.time() - world.register().changedAt()) >= least;
                require(free || own || expired, "I6", "took a record too early", world);
            }
        }
    }

    /** I2 and I5: a term begins. */
    void checkStart(ModelWorld world, int index, Effect.TermStarted started) {
        boolean idle = world.process(index).work() instanceof Work.Idle;
        require(idle, "I5", "a term begins while the last one's work runs", world);
        long token = started.term().token().value();
        require(token > world.greatestToken(), "I2", "token " + token + " after " + world.greatestToken(), world);
    }

    /** I5: a term ends. */
    void checkEnd(ModelWorld world, int index) {
        require(world.process(index).work() instanceof Work.Running, "I5", "a term ends that has not begun", world);
    }

    /** I4: a term is extended. */
    Belief checkExtension(ModelWorld world, int index) {
        Optional<Belief> belief = world.process(index).belief();
        require(belief.isPresent(), "I4", "a term is extended that is over", world);
        return belief.orElseThrow();
    }

    private boolean isHeldBy(ModelWorld world, int index) {
        return world.register()
                .current()
                .filter(snapshot -> snapshot.record().nonce().startsWith(instances.get(index) + "."))
                .isPresent();
    }

    private static void require(boolean condition, String invariant, String what, ModelWorld world) {
        if (!condition) {
            throw new AssertionError(invariant + ": " + what + " in " + world);
        }
    }
}
