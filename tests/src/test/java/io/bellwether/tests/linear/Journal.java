package io.bellwether.tests.linear;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What was called, and what came back.
 *
 * <p>Units and limits: time is a counter that every beginning and every end takes one tick from, so that its order is
 * that of the calls, without a clock.
 *
 * <p>Threads: safe from any thread.
 */
final class Journal {

    private final AtomicLong ticks = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final Map<String, Queue<Entry>> entries = new ConcurrentHashMap<>();

    /** Notes a call of one object that is about to be sent. A call that is not ended remains without an answer. */
    Entry begin(String object, String client, Action action) {
        Entry entry = new Entry(client, action);
        entries.computeIfAbsent(object, name -> new ConcurrentLinkedQueue<>()).add(entry);
        return entry;
    }

    /** How many calls have come back. */
    long size() {
        return ended.get();
    }

    /** The calls of each object: histories of independent registers, so each is judged by itself. */
    Map<String, List<Call>> histories() {
        Map<String, List<Call>> histories = new TreeMap<>();
        entries.forEach((object, history) -> histories.put(
                object, history.stream().flatMap(entry -> entry.call().stream()).toList()));
        return histories;
    }

    /** How many calls of each kind ended how. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        histories().values().stream()
                .flatMap(List::stream)
                .forEach(call -> counts.merge(
                        call.action().getClass().getSimpleName() + " "
                                + call.outcome().getClass().getSimpleName(),
                        1L,
                        Long::sum));
        return counts;
    }

    /** How a call stands. */
    private sealed interface State {
        record Open() implements State {}

        record Ended(Outcome outcome, long tick) implements State {}

        record Withdrawn() implements State {}
    }

    /** One call. */
    final class Entry {

        private final String client;
        private final Action action;
        private final long invoked = ticks.incrementAndGet();
        private final AtomicReference<State> state = new AtomicReference<>(new State.Open());

        private Entry(String client, Action action) {
            this.client = client;
            this.action = action;
        }

        /** It has come back. */
        void end(Outcome outcome) {
            long tick = outcome instanceof Outcome.Unknown ? Call.NEVER : ticks.incrementAndGet();
            state.set(new State.Ended(outcome, tick));
            ended.incrementAndGet();
        }

        /** It did nothing, says who was called: it is no part of the history. */
        void withdraw() {
            state.set(new State.Withdrawn());
        }

        private Optional<Call> call() {
            return switch (state.get()) {
                case State.Open open -> isRead() ? Optional.empty() : Optional.of(unanswered());
                case State.Ended(Outcome outcome, long tick) ->
                    Optional.of(new Call(client, action, outcome, invoked, tick));
                case State.Withdrawn withdrawn -> Optional.empty();
            };
        }

        private Call unanswered() {
            return new Call(client, action, new Outcome.Unknown(Register.UNSEEN), invoked, Call.NEVER);
        }

        private boolean isRead() {
            return action instanceof Action.Read || action instanceof Action.ReadToken;
        }
    }
}
