package io.bellwether.election;

import io.bellwether.election.ModelProcess.Belief;
import io.bellwether.election.ModelProcess.Work;
import io.bellwether.election.core.Candidacy;
import io.bellwether.election.core.Decision;
import io.bellwether.election.core.Effect;
import io.bellwether.election.core.ElectionMachine;
import io.bellwether.election.core.ElectionTiming;
import io.bellwether.election.core.Failure;
import io.bellwether.election.core.Identity;
import io.bellwether.election.core.Input;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.Now;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The election as a transition system over the real rules: what each happening makes of a world. What may happen is
 * {@link ModelMoves}' business, what must hold that of {@link ModelInvariants}.
 *
 * <p>The clocks' rates differ by all that the bound allows, see {@link ModelTime}, and the times of day by an hour.
 */
final class ElectionModel {

    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private final List<Rules> rules;
    private final ModelTime clock;
    private final ModelInvariants invariants;

    private ElectionModel(List<Rules> rules, ModelTime clock, ModelInvariants invariants) {
        this.rules = rules;
        this.clock = clock;
        this.invariants = invariants;
    }

    /** The model of so many candidates, over rules that may have been broken. */
    static ElectionModel of(int processes, ElectionTiming timing, ModelTime clock, Naming naming, Mutation mutation) {
        List<Identity> identities = IntStream.range(0, processes)
                .mapToObj(index -> new Identity(naming == Naming.SAME ? "p" : "p" + index, "i" + index))
                .toList();
        List<Rules> rules = identities.stream()
                .map(each -> mutation.apply(each, timing, new ElectionMachine(Candidacy.of(each, timing))::step))
                .toList();
        List<String> instances = identities.stream().map(Identity::instance).toList();
        return new ElectionModel(rules, clock, new ModelInvariants(instances, timing, clock));
    }

    /** What the candidates are called. */
    enum Naming {
        DISTINCT,
        /** By mistake. */
        SAME
    }

    int processes() {
        return rules.size();
    }

    long leaders(ModelWorld world) {
        return invariants.leaders(world);
    }

    boolean isLate(ModelWorld world, int index) {
        long now = clock.local(index, world.time());
        ModelProcess process = world.process(index);
        return process.state().wakeAtNanos() <= now || process.hasTimedOut(now);
    }

    /** A candidate begins. */
    ModelWorld start(ModelWorld world, int index) {
        return act(world, index, new Input.Start());
    }

    ModelWorld tick(ModelWorld world) {
        return invariants.checked(world.later());
    }

    /** The server takes a request and answers it. */
    ModelWorld serve(ModelWorld world, int index, int each) {
        Effect request = world.process(index).requests().get(each).effect();
        ModelWorld arrived = world.with(index, world.process(index).withoutRequest(each));
        return switch (request) {
            case Effect.Read read ->
                answer(
                        arrived,
                        index,
                        new Input.ReadReply(read.id(), world.register().read()));
            case Effect.Write write -> write(arrived, index, write);
            default -> throw new IllegalStateException("not a request: " + request);
        };
    }

    private ModelWorld write(ModelWorld world, int index, Effect.Write write) {
        if (!world.register().isAt(write.base())) {
            return answer(world, index, new Input.WriteReply(write.id(), ModelRegister.conflict()));
        }
        invariants.checkWrite(world, index, write);
        ModelRegister next = world.register().written(write.draft(), world.time());
        LockSnapshot snapshot = next.current().orElseThrow();
        List<ModelProcess> told = world.processes().stream()
                .map(process -> process.hearing(snapshot))
                .toList();
        ModelWorld written = world.with(next).with(told);
        return invariants.checked(
                answer(written, index, new Input.WriteReply(write.id(), new WriteResult.Applied(snapshot))));
    }

    private static ModelWorld answer(ModelWorld world, int index, Input reply) {
        ModelProcess process = world.process(index);
        return process.isAlive() ? world.with(index, process.awaiting(reply)) : world;
    }

    /** An answer arrives. */
    ModelWorld deliver(ModelWorld world, int index, int each) {
        Input reply = world.process(index).replies().get(each).input();
        return act(world.with(index, world.process(index).withoutReply(each)), index, reply);
    }

    /** The watch delivers. */
    ModelWorld hear(ModelWorld world, int index) {
        Input event = world.process(index).waiting().orElseThrow();
        return act(world.with(index, world.process(index).heard()), index, event);
    }

    /** The work that was told to stop has stopped. */
    ModelWorld stop(ModelWorld world, int index, Work.Stopping stopping) {
        ModelProcess process = world.process(index);
        ModelWorld stopped = world.with(index, process.with(process.belief(), new Work.Idle()));
        return act(stopped, index, new Input.WorkStopped(stopping.term()));
    }

    /** The alarm rings; before that the shell answers for a request that has taken too long. */
    ModelWorld wake(ModelWorld world, int index) {
        ModelProcess process = world.process(index);
        if (!process.hasTimedOut(clock.local(index, world.time()))) {
            return act(world, index, new Input.Tick());
        }
        var operation = process.state().operation().orElseThrow();
        Failure failure = Failure.of(Failure.Kind.UNREACHABLE, "timeout");
        return act(
                world,
                index,
                operation.write().isPresent()
                        ? new Input.WriteReply(operation.id(), new WriteResult.Unknown(failure))
                        : new Input.ReadReply(operation.id(), new ReadResult.Failed(failure)));
    }

    /** One step of one process, and its effects. */
    ModelWorld act(ModelWorld world, int index, Input input) {
        long now = clock.local(index, world.time());
        Instant wallTime = EPOCH.plus(Duration.ofHours(index)).plusNanos(now);
        Decision decision = rules.get(index).step(world.process(index).state(), input, new Now(now, wallTime, 0));
        ModelWorld next = world.with(index, world.process(index).with(decision.state()));
        for (Effect effect : decision.effects()) {
            next = perform(next, index, effect, now);
        }
        return invariants.checked(next);
    }

    private ModelWorld perform(ModelWorld world, int index, Effect effect, long now) {
        ModelProcess process = world.process(index);
        return switch (effect) {
            case Effect.Read read ->
                world.with(index, process.sending(read, now + read.timeout().toNanos()));
            case Effect.Write write ->
                world.with(index, process.sending(write, now + write.timeout().toNanos()));
            case Effect.OpenWatch open -> world.with(index, process.watching(open.after(), world.register()));
            case Effect.CloseWatch close -> world.with(index, process.withWatch(Optional.empty()));
            case Effect.TermStarted started -> started(world, index, started);
            case Effect.TermExtended extended -> extended(world, index, extended, now);
            case Effect.TermRevoked revoked -> revoked(world, index, revoked);
            case Effect.TermInJeopardy jeopardy -> world;
            case Effect.TermSafe safe -> world;
            case Effect.LeaderChanged changed -> world;
            case Effect.Noticed noticed -> world;
            case Effect.Finished finished -> world;
        };
    }

    private ModelWorld started(ModelWorld world, int index, Effect.TermStarted started) {
        invariants.checkStart(world, index, started);
        Belief belief = new Belief(started.term(), started.validUntilNanos());
        Work work = new Work.Running(started.term().number());
        return world.withToken(started.term().token().value())
                .with(index, world.process(index).with(Optional.of(belief), work));
    }

    /** As {@link Leadership#extend} refuses what its readers may have seen ended. */
    private ModelWorld extended(ModelWorld world, int index, Effect.TermExtended extended, long now) {
        if (now >= invariants.checkExtension(world, index).validUntilNanos()) {
            return act(world, index, new Input.Lapsed(extended.term().number()));
        }
        ModelProcess process = world.process(index);
        Belief belief = new Belief(extended.term(), extended.validUntilNanos());
        return world.with(index, process.with(Optional.of(belief), process.work()));
    }

    private ModelWorld revoked(ModelWorld world, int index, Effect.TermRevoked revoked) {
        invariants.checkEnd(world, index);
        Work work = new Work.Stopping(revoked.term().number(), ModelProcess.Pace.PROMPT);
        return world.with(index, world.process(index).with(Optional.empty(), work));
    }
}
