package io.bellwether.tests.linear;

import io.bellwether.tests.linear.Unanswered.Used;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the history of one register is linearizable: exactly, no heuristics.
 *
 * <p>The search is Wing and Gong's, depth first: the next call of an order is one that was invoked before any other
 * that is not yet in the order has returned, and that the model can answer as it was answered. Three things keep it
 * small, and none of them loses an order:
 *
 * <ul>
 *   <li>Lowe's memory: two beginnings that have the same calls in them and lead to the same state have the same
 *       continuations.
 *   <li>Calls that were not answered, and whose effects nobody saw, need not be in the order. So what could not be
 *       continued with some of them used up cannot be continued with more of them used up ({@link Unanswered}). Where
 *       somebody did see the effect, that was the answer ({@link Sightings}).
 *   <li>A call that changes nothing and could be next is next: put anywhere later in an order, it may as well stand
 *       here.
 * </ul>
 *
 * <p>Units and limits: gives up, which is an error and no verdict, after {@link #LIMIT} states.
 *
 * <p>Threads: one use, one thread.
 *
 * <p>Source: Wing and Gong, "Testing and Verifying Concurrent Objects" (1993); Lowe, "Testing for Linearizability"
 * (2017).
 */
final class Linearizer {

    /** The most states visited; a state takes some 200 bytes. */
    static final int LIMIT = 2_000_000;

    private final List<Call> answered;
    private final Unanswered unanswered;
    private final Map<Place, List<Used>> visited = new HashMap<>();
    private Node deepest;
    private int states;

    private Linearizer(List<Call> calls) {
        List<Call> known = Sightings.addTo(calls);
        this.answered = known.stream()
                .filter(call -> !call.isUnknown())
                .sorted(Comparator.comparingLong(Call::invoked))
                .toList();
        this.unanswered = new Unanswered(known.stream().filter(Call::isUnknown).toList());
        this.deepest = new Node(null, null, Register.INITIAL, 0, new BitSet(), Used.NONE);
    }

    /** Decides about these calls of one register, in any order. */
    static Verdict check(List<Call> calls) {
        return new Linearizer(calls).search();
    }

    /**
     * A beginning of an order.
     *
     * @param last its last call; null at the root alone
     * @param first the first answered call that is not in it
     * @param beyond which of the answered calls after {@code first} are in it, counted from there
     * @param used how many of the unanswered calls are in it
     */
    private record Node(
            @Nullable Node before, @Nullable Call last, Register state, int first, BitSet beyond, Used used) {

        List<Call> order() {
            List<Call> order = new ArrayList<>();
            for (Node node = this; node != null && node.last != null; node = node.before) {
                order.add(node.last);
            }
            return order.reversed();
        }

        int size() {
            return first + beyond.cardinality();
        }
    }

    /** What decides about the continuations, but for the unanswered calls. */
    private record Place(Register state, int first, BitSet beyond) {}

    private Verdict search() {
        Deque<Node> open = new ArrayDeque<>();
        open.push(deepest);
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (node.first() == answered.size()) {
                return new Verdict.Linearizable(node.order());
            }
            if (isNew(node)) {
                deepest = node.size() > deepest.size() ? node : deepest;
                // The stack hands out the last one first: what was answered goes before what was not.
                continuations(node).reversed().forEach(open::push);
            }
        }
        return new Verdict.Violated(deepest.order(), deepest.state(), candidates(deepest));
    }

    private boolean isNew(Node node) {
        List<Used> seen = visited.computeIfAbsent(
                new Place(node.state(), node.first(), node.beyond()), place -> new ArrayList<>());
        if (seen.stream().anyMatch(used -> node.used().contains(used))) {
            return false;
        }
        states++;
        if (states > LIMIT) {
            throw new IllegalStateException("undecided after " + LIMIT + " states");
        }
        seen.removeIf(used -> used.contains(node.used()));
        seen.add(node.used());
        return true;
    }

    private List<Node> continuations(Node node) {
        List<Node> next = new ArrayList<>();
        long horizon = horizon(node);
        for (int index = node.first(); index < answered.size(); index++) {
            Call call = answered.get(index);
            if (call.invoked() >= horizon) {
                break;
            }
            Optional<Register> after =
                    isIn(node, index) ? Optional.empty() : node.state().after(call);
            if (after.isPresent()) {
                Node continued = with(node, index, after.get());
                if (after.get().equals(node.state())) {
                    return List.of(continued);
                }
                next.add(continued);
            }
        }
        for (Unanswered.Step step : unanswered.steps(node.state(), node.used(), horizon)) {
            Used used = unanswered.alive(step.after(), step.used());
            next.add(new Node(node, step.call(), step.after(), node.first(), node.beyond(), used));
        }
        return next;
    }

    private Node with(Node node, int index, Register after) {
        BitSet beyond = (BitSet) node.beyond().clone();
        beyond.set(index - node.first());
        int step = beyond.nextClearBit(0);
        Used used = unanswered.alive(after, node.used());
        return new Node(node, answered.get(index), after, node.first() + step, beyond.get(step, beyond.length()), used);
    }

    private static boolean isIn(Node node, int index) {
        return node.beyond().get(index - node.first());
    }

    /** The first return among the answered calls that are not in the order: nothing invoked later can be next. */
    private long horizon(Node node) {
        long horizon = Call.NEVER;
        for (int index = node.first();
                index < answered.size() && answered.get(index).invoked() < horizon;
                index++) {
            if (!isIn(node, index)) {
                horizon = Math.min(horizon, answered.get(index).returned());
            }
        }
        return horizon;
    }

    private List<Call> candidates(Node node) {
        long horizon = horizon(node);
        List<Call> candidates = new ArrayList<>();
        for (int index = node.first();
                index < answered.size() && answered.get(index).invoked() < horizon;
                index++) {
            if (!isIn(node, index)) {
                candidates.add(answered.get(index));
            }
        }
        return candidates;
    }
}
