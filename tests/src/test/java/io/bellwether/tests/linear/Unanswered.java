package io.bellwether.tests.linear;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The calls whose effects nobody saw, by what they would do: of several that would do the same, the one that was
 * invoked first can stand for any other. What each would write is one and the same value, for nobody can tell.
 *
 * <p>Threads: immutable.
 */
final class Unanswered {

    /** The value of all of them. */
    private static final String UNSEEN = "unseen";

    private static final Outcome LOST = new Outcome.Unknown(Register.UNSEEN);

    private final List<Alike> kinds;

    /** Calls that would do the same, in the order of their invocations. */
    private record Alike(Action action, List<Call> calls) {}

    /**
     * How many of each kind, by its place, an order has used up; kinds that can have no effect any more are left out.
     */
    record Used(Map<Integer, Integer> counts) {

        static final Used NONE = new Used(Map.of());

        Used {
            counts = Map.copyOf(counts);
        }

        int of(int kind) {
            return counts.getOrDefault(kind, 0);
        }

        /** Whether it used up at least as many of each kind. */
        boolean contains(Used other) {
            return other.counts.entrySet().stream().allMatch(entry -> of(entry.getKey()) >= entry.getValue());
        }
    }

    /** What an unanswered call makes of a register. */
    record Step(Call call, Register after, Used used) {}

    Unanswered(List<Call> calls) {
        Map<Action, List<Call>> alike = new HashMap<>();
        calls.stream()
                .sorted(Comparator.comparingLong(Call::invoked))
                .forEach(call -> alike.computeIfAbsent(anonymous(call.action()), action -> new ArrayList<>())
                        .add(call));
        Map<Long, Alike> ordered = new TreeMap<>();
        alike.forEach((action, same) -> ordered.put(same.getFirst().invoked(), new Alike(action, same)));
        this.kinds = List.copyOf(ordered.values());
    }

    private static Action anonymous(Action action) {
        return switch (action) {
            case Action.Create create -> new Action.Create(UNSEEN, create.token());
            case Action.Update update -> new Action.Update(UNSEEN, update.expected(), update.token());
            case Action.Delete delete -> delete;
            case Action.HandOver handOver -> handOver;
            case Action.Read read -> read;
            case Action.ReadToken readToken -> readToken;
        };
    }

    /** What can be next and changes something, invoked before that tick. */
    List<Step> steps(Register register, Used used, long horizon) {
        List<Step> steps = new ArrayList<>();
        for (int kind = 0;
                kind < kinds.size() && kinds.get(kind).calls().getFirst().invoked() < horizon;
                kind++) {
            Alike alike = kinds.get(kind);
            int next = used.of(kind);
            if (next < alike.calls().size() && alike.calls().get(next).invoked() < horizon) {
                Call call = alike.calls().get(next);
                Optional<Register> after =
                        register.after(new Call(call.client(), alike.action(), LOST, call.invoked(), Call.NEVER));
                if (after.isPresent() && !after.get().equals(register)) {
                    Map<Integer, Integer> counts = new HashMap<>(used.counts());
                    counts.put(kind, next + 1);
                    steps.add(new Step(call, after.get(), new Used(counts)));
                }
            }
        }
        return steps;
    }

    /** The same without the kinds that can never have an effect again: how many of them are left says nothing. */
    Used alive(Register register, Used used) {
        if (used.counts().isEmpty()) {
            return used;
        }
        Map<Integer, Integer> counts = new HashMap<>(used.counts());
        counts.keySet().removeIf(kind -> register.rulesOut(kinds.get(kind).action()));
        return new Used(counts);
    }
}
