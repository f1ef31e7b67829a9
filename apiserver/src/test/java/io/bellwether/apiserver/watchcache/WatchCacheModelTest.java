package io.bellwether.apiserver.watchcache;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apiserver.kit.ManualTime;
import io.bellwether.apiserver.storage.ResourceKeys;
import io.bellwether.apiserver.watchcache.core.EventType;
import io.bellwether.apiserver.watchcache.core.HistoryLimits;
import io.bellwether.apiserver.watchcache.core.Selection;
import io.bellwether.execution.InvariantViolation;
import io.bellwether.execution.Randomness;
import io.bellwether.store.Bytes;
import io.bellwether.store.Compare;
import io.bellwether.store.Key;
import io.bellwether.store.KeyRange;
import io.bellwether.store.Operation;
import io.bellwether.store.Revision;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import io.bellwether.store.memory.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random writes, and subscribers that come at random moments with random scopes, selections and starts: what each
 * receives is exactly what a dumb model says, which replays the whole list of commits through the filter. The cache
 * begins after the first commits; starts lie before it too.
 *
 * <p>Source: G-R4.
 */
final class WatchCacheModelTest {

    private static final ResourceKeys KIND = ResourceKeys.of("example.com", "things", true);
    private static final ResourceKeys OTHER = ResourceKeys.of("example.com", "others", true);
    private static final List<String> NAMESPACES = List.of("a", "ab", "b");
    private static final int STEPS = 600;

    private final List<InvariantViolation> violations = new ArrayList<>();
    private final ManualTime time = new ManualTime();

    /** One commit as the model remembers it. */
    private record Written(Revision revision, Key key, Optional<String> before, Optional<String> after) {}

    /** What a subscriber asked for, and what it has got so far. */
    private record Follower(
            Scope scope,
            Optional<String> wanted,
            Revision from,
            boolean withState,
            Subscription subscription,
            List<String> got) {

        boolean matches(Key key, String value) {
            return scope.range().contains(key) && wanted.map(value::equals).orElse(true);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void subscribers_ofRandomHistories_receiveTheFilteredHistory(long seed) throws InterruptedException {
        RandomGenerator random = Randomness.seeded(seed);
        MemoryStore store = new MemoryStore(Runnable::run);
        WatchCacheLimits limits = new WatchCacheLimits(new HistoryLimits(100, 10_000), 1_000_000, 1 << 30);
        List<Written> written = new ArrayList<>();
        Map<Key, String> live = new TreeMap<>((one, other) -> one.compareTo(other));
        for (int step = 0; step < 50; step++) {
            write(store, random, live, written);
        }
        List<Follower> followers = new ArrayList<>();
        try (WatchCache cache = new WatchCache(store, time, time, limits, violations::add)) {
            cache.start();
            for (int step = 0; step < STEPS; step++) {
                write(store, random, live, written);
                if (random.nextInt(10) == 0) {
                    follow(cache, random, written).ifPresent(followers::add);
                }
                if (!followers.isEmpty() && random.nextInt(3) == 0) {
                    take(followers.get(random.nextInt(followers.size())));
                }
                checkSnapshot(cache, store, live);
            }
            assertThat(violations).isEmpty();
            assertThat(followers).hasSizeGreaterThan(10);
            for (Follower follower : followers) {
                take(follower);
                assertThat(follower.got()).as("%s", follower).isEqualTo(expected(follower, written));
            }
        }
        store.close();
    }

    private static void write(MemoryStore store, RandomGenerator random, Map<Key, String> live, List<Written> written) {
        ResourceKeys kind = random.nextInt(4) == 0 ? OTHER : KIND;
        Key key = kind.key(Optional.of(NAMESPACES.get(random.nextInt(3))), "n" + random.nextInt(12));
        Optional<String> before = Optional.ofNullable(live.get(key));
        Optional<String> after =
                before.isPresent() && random.nextInt(3) == 0 ? Optional.empty() : Optional.of("v" + random.nextInt(3));
        Operation operation =
                after.isPresent() ? new Operation.Put(key, Bytes.utf8(after.get())) : new Operation.Delete(key);
        TxnResult result = store.txn(new Txn(List.<Compare>of(), List.of(operation)));
        Revision revision = ((TxnResult.Committed) result).revision();
        written.add(new Written(revision, key, before, after));
        after.ifPresentOrElse(value -> live.put(key, value), () -> live.remove(key));
    }

    private static Optional<Follower> follow(WatchCache cache, RandomGenerator random, List<Written> written) {
        Optional<String> namespace =
                random.nextBoolean() ? Optional.of(NAMESPACES.get(random.nextInt(3))) : Optional.empty();
        Optional<String> name = random.nextInt(3) == 0 ? Optional.of("n" + random.nextInt(12)) : Optional.empty();
        Optional<String> wanted = random.nextBoolean() ? Optional.of("v" + random.nextInt(3)) : Optional.empty();
        Scope scope = new Scope(KIND, namespace, name);
        Selection selection = wanted.isEmpty()
                ? Selection.EVERYTHING
                : entry -> entry.value().utf8().equals(wanted.get());
        Revision now = written.getLast().revision();
        int past = random.nextInt(40);
        Revision from = new Revision(now.value() - past);
        Start start = switch (random.nextInt(3)) {
            case 0 -> new Start.WithState();
            case 1 -> new Start.Now();
            default -> new Start.After(from);
        };
        boolean after = start instanceof Start.After;
        return cache.subscribe(scope, selection, start)
                .map(subscription -> new Follower(
                        scope,
                        wanted,
                        after ? from : now,
                        start instanceof Start.WithState,
                        subscription,
                        new ArrayList<>()));
    }

    private void take(Follower follower) throws InterruptedException {
        List<Delivery> part = follower.subscription().initial();
        while (!part.isEmpty()) {
            part.forEach(delivery -> follower.got().add(brief(delivery)));
            part = follower.subscription().initial();
        }
        List<Delivery> ready = follower.subscription().poll(time.nanos());
        while (!ready.isEmpty()) {
            ready.forEach(delivery -> follower.got().add(brief(delivery)));
            ready = follower.subscription().poll(time.nanos());
        }
    }

    private static String brief(Delivery delivery) {
        return delivery.type() + " " + delivery.object().key() + "="
                + delivery.object().value().utf8() + "@" + delivery.revision();
    }

    /** The dumb model: the state at the start, then each commit, seen through the filter. */
    private static List<String> expected(Follower follower, List<Written> written) {
        List<String> events = new ArrayList<>();
        Map<Key, Written> state = new TreeMap<>((one, other) -> one.compareTo(other));
        for (Written commit : written) {
            if (!commit.revision().isAfter(follower.from())) {
                state.remove(commit.key());
                if (commit.after().isPresent()) {
                    state.put(commit.key(), commit);
                }
            }
        }
        if (follower.withState()) {
            state.values().stream()
                    .filter(commit ->
                            follower.matches(commit.key(), commit.after().orElseThrow()))
                    .forEach(commit -> events.add(event(EventType.ADDED, commit, commit.after())));
        }
        for (Written commit : written) {
            if (!commit.revision().isAfter(follower.from())) {
                continue;
            }
            boolean was = commit.before().isPresent()
                    && follower.matches(commit.key(), commit.before().get());
            boolean is = commit.after().isPresent()
                    && follower.matches(commit.key(), commit.after().get());
            if (was && is) {
                events.add(event(EventType.MODIFIED, commit, commit.after()));
            } else if (is) {
                events.add(event(EventType.ADDED, commit, commit.after()));
            } else if (was) {
                events.add(event(EventType.DELETED, commit, commit.before()));
            }
        }
        return events;
    }

    private static String event(EventType type, Written commit, Optional<String> value) {
        return type + " " + commit.key() + "=" + value.orElseThrow() + "@" + commit.revision();
    }

    private static void checkSnapshot(WatchCache cache, MemoryStore store, Map<Key, String> live) {
        Snapshot snapshot = cache.snapshot(KIND);
        assertThat(snapshot.revision()).isEqualTo(store.currentRevision());
        for (String namespace : NAMESPACES) {
            KeyRange range = KIND.range(Optional.of(namespace));
            List<String> held = snapshot.in(range)
                    .map(entry -> entry.key() + "=" + entry.value().utf8())
                    .toList();
            List<String> truth = live.entrySet().stream()
                    .filter(entry -> range.contains(entry.getKey()))
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .toList();
            assertThat(held).isEqualTo(truth);
            assertThat(snapshot.count(range)).isEqualTo(truth.size());
        }
    }
}
