package io.bellwether.store.contract;

import io.bellwether.store.Bytes;
import io.bellwether.store.Compare;
import io.bellwether.store.Key;
import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Operation;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.Txn;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEnd;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Does random things to a store and to the model, and compares every answer.
 *
 * <p>A sequence is made from a seed and a size. When one fails, parts of it are left out as long as it goes on failing,
 * and the report shows what is left.
 */
public final class StoreProperty {

    private StoreProperty() {}

    /** Runs one sequence, on a fresh store; fails with the smallest failing sequence found. */
    public static void check(Supplier<Store> stores, RandomGenerator random, int size, String seed) {
        List<Step> steps = steps(random, size);
        Optional<String> difference = difference(stores, steps);
        if (difference.isEmpty()) {
            return;
        }
        List<Step> smallest = shrink(stores, steps);
        throw new AssertionError("seed " + seed + ": "
                + difference(stores, smallest).orElse(difference.get()) + "\nafter " + smallest.size() + " of " + size
                + " steps:\n"
                + String.join("\n", smallest.stream().map(Step::toString).toList()));
    }

    private static List<Step> steps(RandomGenerator random, int size) {
        List<Step> steps = new ArrayList<>();
        int keys = 1 + random.nextInt(random.nextBoolean() ? 8 : 300);
        for (int index = 0; index < size; index++) {
            steps.add(step(random, keys));
        }
        return steps;
    }

    private static Step step(RandomGenerator random, int keys) {
        int kind = random.nextInt(100);
        if (kind < 70) {
            return write(random, keys);
        }
        if (kind < 90) {
            return new Step.Read(range(random, keys), random.nextInt(6) * random.nextInt(10), random.nextInt(40) - 2);
        }
        return kind < 93
                ? new Step.Compact(random.nextInt(60))
                : new Step.Follow(range(random, keys), random.nextInt(40) - 1);
    }

    private static Step write(RandomGenerator random, int keys) {
        List<Operation> operations = new ArrayList<>();
        Set<String> written = new HashSet<>();
        int many = random.nextInt(10) == 0 ? 1 + random.nextInt(20) : 1;
        for (int index = 0; index < many; index++) {
            String name = key(random, keys);
            if (written.add(name)) {
                Key key = new Key(name);
                operations.add(
                        random.nextInt(4) == 0 ? new Operation.Delete(key) : new Operation.Put(key, value(random)));
            }
        }
        List<Step.Guess> guesses = new ArrayList<>();
        for (int index = random.nextInt(3); index > 0; index--) {
            guesses.add(new Step.Guess(key(random, keys), random.nextInt(8) == 0));
        }
        return new Step.Write(guesses, operations);
    }

    private static Bytes value(RandomGenerator random) {
        byte[] value = new byte[random.nextInt(40)];
        random.nextBytes(value);
        return Bytes.wrap(value);
    }

    private static String key(RandomGenerator random, int keys) {
        int number = random.nextInt(keys);
        return "/" + (char) ('a' + number % 3) + "/" + number;
    }

    private static KeyRange range(RandomGenerator random, int keys) {
        return switch (random.nextInt(4)) {
            case 0 -> KeyRange.ALL;
            case 1 -> KeyRange.of(new Key(key(random, keys)));
            case 2 -> KeyRange.prefix("/" + (char) ('a' + random.nextInt(4)) + "/");
            default -> KeyRange.ALL.after(new Key(key(random, keys)));
        };
    }

    private static List<Step> shrink(Supplier<Store> stores, List<Step> failing) {
        List<Step> smallest = failing;
        for (int chunk = smallest.size() / 2; chunk > 0; chunk /= 2) {
            for (int from = 0; from + chunk <= smallest.size(); ) {
                List<Step> fewer = new ArrayList<>(smallest.subList(0, from));
                fewer.addAll(smallest.subList(from + chunk, smallest.size()));
                if (difference(stores, fewer).isPresent()) {
                    smallest = fewer;
                } else {
                    from += chunk;
                }
            }
        }
        return smallest;
    }

    private static Optional<String> difference(Supplier<Store> stores, List<Step> steps) {
        ModelStore model = new ModelStore();
        try (Store store = stores.get()) {
            List<Followed> followed = new ArrayList<>();
            for (int index = 0; index < steps.size(); index++) {
                Optional<String> difference = run(store, model, steps.get(index), followed);
                if (difference.isPresent()) {
                    return Optional.of("step " + index + ": " + difference.get());
                }
            }
            return followed.stream()
                    .flatMap(watch -> watch.difference(model).stream())
                    .findFirst();
        }
    }

    private static Optional<String> run(Store store, ModelStore model, Step step, List<Followed> followed) {
        return switch (step) {
            case Step.Write write -> {
                Txn txn = new Txn(compares(model, write.compares()), write.operations());
                yield different("txn", model.txn(txn), store.txn(txn)).or(() -> compareAll(store, model, txn));
            }
            case Step.Read read -> {
                int at = Math.max(0, model.current() - read.back());
                yield different(
                                "range at " + at,
                                model.range(read.range(), read.limit(), at),
                                store.range(read.range(), read.limit(), new Revision(at)))
                        .or(() -> different("stats", model.stats(read.range()), store.stats(read.range())));
            }
            case Step.Compact compact -> {
                int revision = Math.max(0, model.current() - compact.back());
                model.compact(revision);
                store.compact(new Revision(revision));
                yield different("compacted", new Revision(model.compacted()), store.compactedRevision());
            }
            case Step.Follow follow -> {
                followed.add(Followed.start(store, model, follow));
                yield Optional.empty();
            }
        };
    }

    private static List<Compare> compares(ModelStore model, List<Step.Guess> guesses) {
        List<Compare> compares = new ArrayList<>();
        for (Step.Guess guess : guesses) {
            Key key = new Key(guess.key());
            long truth =
                    model.get(key).map(entry -> entry.modRevision().value()).orElse(0L);
            compares.add(new Compare(key, new Revision(guess.wrong() ? truth + 1 : truth)));
        }
        return compares;
    }

    private static Optional<String> compareAll(Store store, ModelStore model, Txn txn) {
        Optional<String> difference =
                different("currentRevision", new Revision(model.current()), store.currentRevision());
        for (Operation operation : txn.operations()) {
            Optional<KeyValue> expected = model.get(operation.key());
            difference = difference.or(() -> different("get", expected, store.get(operation.key())));
        }
        return difference;
    }

    private static Optional<String> different(String what, Object expected, Object actual) {
        return Objects.equals(expected, actual)
                ? Optional.empty()
                : Optional.of(what + ": expected " + expected + ", was " + actual);
    }

    /** A watch that runs beside the steps and is compared at their end. */
    private record Followed(KeyRange range, int after, Optional<Revision> compacted, RecordingListener listener) {

        static Followed start(Store store, ModelStore model, Step.Follow follow) {
            int after = Math.max(0, model.current() - follow.back());
            RecordingListener listener = new RecordingListener();
            Optional<Revision> compacted =
                    after < model.compacted() ? Optional.of(new Revision(model.compacted())) : Optional.empty();
            store.watch(follow.range(), new Revision(after), listener);
            return new Followed(follow.range(), after, compacted, listener);
        }

        Optional<String> difference(ModelStore model) {
            if (compacted.isPresent()) {
                return different("watch", new WatchEnd.Compacted(compacted.get()), listener.awaitEnd());
            }
            if (model.current() <= after) {
                return Optional.empty();
            }
            List<WatchBatch> expected = model.batches(range, after);
            // A compaction may overtake a watch: then it must say so, and have been right up to there.
            WatchOutcome outcome = WatchOutcome.await(listener, new Revision(model.current()));
            return different("watch after " + after, outcome.upTo(expected), outcome.delivered());
        }
    }
}
