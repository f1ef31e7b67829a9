package io.bellwether.tests.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Corrupts one answer of a history, such that no order can explain it, whatever the other calls do. */
final class Corruption {

    private Corruption() {}

    /** The history with a corruption at a random place; empty when it has no place for the one drawn. */
    static Optional<List<Call>> of(List<Call> calls, RandomGenerator random) {
        return switch (random.nextInt(5)) {
            case 0 -> inventedRead(calls, random);
            case 1 -> staleRead(calls, random);
            case 2 -> lostUpdate(calls, random);
            case 3 -> greaterToken(calls, random);
            default -> lostWrite(calls);
        };
    }

    static Call answered(Call call, Outcome outcome) {
        return new Call(call.client(), call.action(), outcome, call.invoked(), call.returned());
    }

    /** A read finds a value that nobody wrote. */
    private static Optional<List<Call>> inventedRead(List<Call> calls, RandomGenerator random) {
        return pick(calls, random, call -> call.outcome() instanceof Outcome.Found)
                .map(index -> with(calls, index, new Outcome.Found("invented", 1)));
    }

    /** Behind everything, somebody reads a value that was read, and had been replaced, long before. */
    private static Optional<List<Call>> staleRead(List<Call> calls, RandomGenerator random) {
        long newest = newestVersion(calls);
        return pick(calls, random, call -> call.outcome() instanceof Outcome.Found found && found.version() < newest)
                .map(index -> {
                    List<Call> corrupted = new ArrayList<>(calls);
                    corrupted.add(
                            last(calls, new Action.Read(), calls.get(index).outcome()));
                    return corrupted;
                });
    }

    /** Two updates of one version succeed. */
    private static Optional<List<Call>> lostUpdate(List<Call> calls, RandomGenerator random) {
        return pick(
                        calls,
                        random,
                        call -> call.outcome() instanceof Outcome.Written
                                && call.action() instanceof Action.Update update
                                && update.expected().isPresent())
                .map(index -> {
                    Action.Update update = (Action.Update) calls.get(index).action();
                    List<Call> corrupted = new ArrayList<>(calls);
                    corrupted.add(last(
                            calls,
                            new Action.Update("again", update.expected(), OptionalLong.empty()),
                            new Outcome.Written(newestVersion(calls) + 1)));
                    return corrupted;
                });
    }

    /** A token is read that more handovers would have made than there were. */
    private static Optional<List<Call>> greaterToken(List<Call> calls, RandomGenerator random) {
        long handovers = calls.stream()
                .filter(call -> call.action() instanceof Action.HandOver)
                .count();
        return pick(calls, random, call -> call.action() instanceof Action.ReadToken)
                .map(index -> with(calls, index, new Outcome.Token(handovers + 1)));
    }

    /** The server forgets everything: the version that it gives next was there before. */
    private static Optional<List<Call>> lostWrite(List<Call> calls) {
        long newest = newestVersion(calls);
        if (newest == 0) {
            return Optional.empty();
        }
        List<Call> corrupted = new ArrayList<>(calls);
        corrupted.add(last(calls, new Action.Create("anew", OptionalLong.empty()), new Outcome.Written(newest)));
        return Optional.of(corrupted);
    }

    private static Call last(List<Call> calls, Action action, Outcome outcome) {
        long end = calls.stream()
                .mapToLong(call -> call.isUnknown() ? call.invoked() : call.returned())
                .max()
                .orElse(0);
        return new Call("late", action, outcome, end + 1, end + 2);
    }

    private static long newestVersion(List<Call> calls) {
        return calls.stream()
                .mapToLong(call -> call.outcome() instanceof Outcome.Written(long version) ? version : 0)
                .max()
                .orElse(0);
    }

    private static List<Call> with(List<Call> calls, int index, Outcome outcome) {
        List<Call> corrupted = new ArrayList<>(calls);
        corrupted.set(index, answered(calls.get(index), outcome));
        return corrupted;
    }

    private static Optional<Integer> pick(List<Call> calls, RandomGenerator random, Predicate<Call> fits) {
        List<Integer> places = IntStream.range(0, calls.size())
                .filter(index -> fits.test(calls.get(index)))
                .boxed()
                .toList();
        return places.isEmpty() ? Optional.empty() : Optional.of(places.get(random.nextInt(places.size())));
    }
}
