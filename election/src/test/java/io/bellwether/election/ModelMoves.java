package io.bellwether.election;

import io.bellwether.election.ModelProcess.Life;
import io.bellwether.election.ModelProcess.Pace;
import io.bellwether.election.ModelProcess.Work;
import io.bellwether.election.ModelWorld.Budget;
import io.bellwether.election.core.Input;
import io.bellwether.election.core.Phase;
import io.bellwether.election.core.State.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What may happen next, in two ways.
 *
 * <p>{@link #any}: everything that can, in any order. A message may be served or delivered at any later time, before or
 * after others, be lost or arrive twice; a process may be late for its alarm by any time.
 *
 * <p>{@link #few}: everybody is prompt, but for a few things that are held up and let go at any later time: so the
 * search reaches far. What happens at one moment happens in a fixed order, unless something of it is held up. This is
 * the delay-bounded scheduling of Emmi, Qadeer and Rakamarić (POPL 2011).
 */
final class ModelMoves {

    private final ElectionModel model;

    ModelMoves(ElectionModel model) {
        this.model = model;
    }

    /**
     * Something that is due now.
     *
     * @param happen it happens
     * @param hold it is held up
     * @param faults what may happen to it instead
     */
    private record Due(Move happen, Move hold, List<Move> faults) {}

    /** Whatever can happen. */
    List<Move> any(ModelWorld world) {
        List<Move> moves = new ArrayList<>();
        moves.add(new Move("tick", () -> model.tick(world)));
        for (int index = 0; index < model.processes(); index++) {
            for (Due due : due(world, index)) {
                moves.add(due.happen());
                moves.addAll(due.faults());
            }
            addWhims(moves, world, index);
        }
        return moves;
    }

    /** What happens when everybody is prompt, or what is held up instead. */
    List<Move> few(ModelWorld world) {
        List<Move> moves = new ArrayList<>();
        Optional<Due> next = next(world);
        if (next.isPresent()) {
            moves.add(next.get().happen());
            moves.addAll(next.get().faults());
            if (world.budget().delays() > 0) {
                moves.add(next.get().hold());
            }
            return moves;
        }
        moves.add(new Move("tick", () -> model.tick(world)));
        for (int index = 0; index < model.processes(); index++) {
            addReleases(moves, world, index);
            addWhims(moves, world, index);
        }
        return moves;
    }

    /** One tick later, when everybody is prompt. */
    ModelWorld promptly(ModelWorld world) {
        ModelWorld now = world;
        for (Optional<Due> due = next(now); due.isPresent(); due = next(now)) {
            now = due.get().happen().to().get();
        }
        return model.tick(now);
    }

    private Optional<Due> next(ModelWorld world) {
        for (int index = 0; index < model.processes(); index++) {
            List<Due> due = due(world, index);
            if (!due.isEmpty()) {
                return Optional.of(due.getFirst());
            }
        }
        return Optional.empty();
    }

    /** What one process and its messages could do now, but for what is held up. */
    private List<Due> due(ModelWorld world, int index) {
        ModelProcess process = world.process(index);
        List<Due> due = new ArrayList<>();
        for (int each = 0; each < process.requests().size(); each++) {
            if (process.requests().get(each).pace() == Pace.PROMPT) {
                due.add(request(world, index, each));
            }
        }
        if (process.life() != Life.ALIVE) {
            return due;
        }
        for (int each = 0; each < process.replies().size(); each++) {
            if (process.replies().get(each).pace() == Pace.PROMPT) {
                due.add(reply(world, index, each));
            }
        }
        if (process.waiting().isPresent() && process.watch().orElseThrow().pace() == Pace.PROMPT) {
            due.add(new Due(
                    new Move("p" + index + " hears", () -> model.hear(world, index)),
                    held("p" + index + "'s watch", world, index, process.holdingWatch()),
                    List.of()));
        }
        if (process.work() instanceof Work.Stopping stopping && stopping.pace() == Pace.PROMPT) {
            Work slow = new Work.Stopping(stopping.term(), Pace.HELD);
            due.add(new Due(
                    new Move("p" + index + "'s work stops", () -> model.stop(world, index, stopping)),
                    held("p" + index + "'s work", world, index, process.with(process.belief(), slow)),
                    List.of()));
        }
        if (model.isLate(world, index)) {
            due.add(new Due(
                    new Move("p" + index + " wakes", () -> model.wake(world, index)),
                    held("p" + index, world, index, process.with(Life.PAUSED)),
                    List.of()));
        }
        return due;
    }

    private Due request(ModelWorld world, int index, int each) {
        ModelProcess process = world.process(index);
        Budget budget = world.budget();
        String name = "p" + index + "'s request";
        List<Move> faults = new ArrayList<>();
        if (budget.losses() > 0) {
            faults.add(new Move(
                    name + " is lost",
                    () -> world.with(index, process.withoutRequest(each))
                            .with(budget.withLosses(budget.losses() - 1))));
        }
        if (budget.duplicates() > 0) {
            faults.add(new Move(name + " is served, and comes again", () -> {
                ModelWorld served = model.serve(world, index, each);
                ModelProcess again = served.process(index)
                        .repeating(process.requests().get(each).effect());
                return served.with(index, again).with(budget.withDuplicates(budget.duplicates() - 1));
            }));
        }
        return new Due(
                new Move(name + " is served", () -> model.serve(world, index, each)),
                held(name, world, index, process.holdingRequest(each)),
                faults);
    }

    private Due reply(ModelWorld world, int index, int each) {
        ModelProcess process = world.process(index);
        Budget budget = world.budget();
        String name = "p" + index + "'s answer";
        List<Move> faults = new ArrayList<>();
        if (budget.losses() > 0) {
            faults.add(new Move(
                    name + " is lost",
                    () -> world.with(index, process.withoutReply(each)).with(budget.withLosses(budget.losses() - 1))));
        }
        return new Due(
                new Move(name + " arrives", () -> model.deliver(world, index, each)),
                held(name, world, index, process.holdingReply(each)),
                faults);
    }

    private static Move held(String name, ModelWorld world, int index, ModelProcess process) {
        Budget budget = world.budget();
        return new Move(
                name + " is held up", () -> world.with(index, process).with(budget.withDelays(budget.delays() - 1)));
    }

    /** What is held up may go on, each by itself. */
    private void addReleases(List<Move> moves, ModelWorld world, int index) {
        ModelProcess process = world.process(index);
        for (int each = 0; each < process.requests().size(); each++) {
            int number = each;
            if (process.requests().get(each).pace() == Pace.HELD) {
                moves.add(new Move("p" + index + "'s held request is served", () -> model.serve(world, index, number)));
            }
        }
        if (process.life() == Life.PAUSED) {
            moves.add(new Move("p" + index + " goes on", () -> world.with(index, process.with(Life.ALIVE))));
        }
        if (process.life() != Life.ALIVE) {
            return;
        }
        for (int each = 0; each < process.replies().size(); each++) {
            int number = each;
            if (process.replies().get(each).pace() == Pace.HELD) {
                moves.add(new Move("p" + index + "'s held answer arrives", () -> model.deliver(world, index, number)));
            }
        }
        if (process.waiting().isPresent() && process.watch().orElseThrow().pace() == Pace.HELD) {
            moves.add(new Move("p" + index + " hears after all", () -> model.hear(world, index)));
        }
        if (process.work() instanceof Work.Stopping stopping && stopping.pace() == Pace.HELD) {
            moves.add(new Move("p" + index + "'s work stops at last", () -> model.stop(world, index, stopping)));
        }
    }

    /** What a process or its user may do at any time. */
    private void addWhims(List<Move> moves, ModelWorld world, int index) {
        ModelProcess process = world.process(index);
        Budget budget = world.budget();
        if (process.life() != Life.ALIVE || process.state().phase() instanceof Phase.Closed) {
            return;
        }
        if (budget.resignations() > 0 && process.state().phase() instanceof Phase.Leading) {
            ModelWorld spent = world.with(budget.withResignations(budget.resignations() - 1));
            moves.add(new Move("p" + index + " resigns", () -> model.act(spent, index, new Input.Resign(""))));
        }
        if (budget.closings() > 0 && process.state().role() != Role.CLOSING) {
            ModelWorld spent = world.with(budget.withClosings(budget.closings() - 1));
            moves.add(new Move("p" + index + " closes", () -> model.act(spent, index, new Input.Close())));
        }
        if (budget.crashes() > 0) {
            moves.add(new Move(
                    "p" + index + " dies",
                    () -> world.with(index, process.dead()).with(budget.withCrashes(budget.crashes() - 1))));
        }
    }
}
