package io.bellwether.apiserver.watchcache;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apiserver.kit.ManualTime;
import io.bellwether.apiserver.storage.ResourceKeys;
import io.bellwether.apiserver.watchcache.core.HistoryLimits;
import io.bellwether.apiserver.watchcache.core.Selection;
import io.bellwether.execution.InvariantViolation;
import io.bellwether.store.Bytes;
import io.bellwether.store.Key;
import io.bellwether.store.Operation;
import io.bellwether.store.Revision;
import io.bellwether.store.Txn;
import io.bellwether.store.memory.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How far back a watch may begin: to what the store still knows when the cache begins, within the cache's limits.
 *
 * <p>Source: G-R4, G-R5.
 */
final class WatchHistoryTest {

    private static final ResourceKeys KIND = ResourceKeys.of("", "configmaps", true);
    private static final ResourceKeys OTHER = ResourceKeys.of("", "secrets", true);
    private static final WatchCacheLimits SMALL = new WatchCacheLimits(new HistoryLimits(5, 1 << 20), 10, 1000);

    private final ManualTime time = new ManualTime();
    private final HeldExecutor feed = new HeldExecutor();
    private final List<InvariantViolation> violations = new ArrayList<>();
    private final MemoryStore store = new MemoryStore(feed);
    private final WatchCache cache = new WatchCache(store, time, time, SMALL, violations::add);

    @AfterEach
    void close() {
        cache.close();
        store.close();
        assertThat(violations).isEmpty();
    }

    @Test
    void start_beforeTheCacheBegan_isServedFromTheHistoryOfTheStore() {
        put("a", "1");
        Revision seen = store.currentRevision();
        put("a", "2");
        delete("a");
        put("b", "v");
        begin();
        put("c", "v");
        feed.runAll();

        assertThat(after(seen)).contains(List.of("MODIFIED a=2", "DELETED a=2", "ADDED b=v", "ADDED c=v"));
    }

    @Test
    void start_atTheRevisionWhereTheCacheBegan_isServed() {
        put("a", "v");
        begin();

        assertThat(after(store.currentRevision())).contains(List.of());
    }

    @Test
    void start_beforeWhatTheStoreRemembers_isRefused() {
        put("a", "v");
        Revision forgotten = store.currentRevision();
        put("b", "v");
        Revision oldest = store.currentRevision();
        put("c", "v");
        store.compact(oldest);
        begin();

        assertThat(after(oldest)).contains(List.of("ADDED c=v"));
        assertThat(after(forgotten)).isEmpty();
    }

    @Test
    void start_beforeWhatTheCacheKeeps_isRefused() {
        for (int index = 1; index <= 6; index++) {
            put("n" + index, "v");
        }
        begin();
        assertThat(after(Revision.NONE)).isEmpty();
        assertThat(after(new Revision(1))).isPresent();

        put("n7", "v");
        feed.runAll();
        assertThat(after(new Revision(1))).isEmpty();
        assertThat(after(new Revision(2))).isPresent();
    }

    @Test
    void kind_thatNeverHadObjects_hasAHistoryWithoutCommits() {
        put("a", "v");
        begin();
        put("b", "v");
        feed.runAll();

        assertThat(cache.subscribe(Scope.all(OTHER), Selection.EVERYTHING, new Start.After(Revision.NONE)))
                .isPresent();
        assertThat(cache.snapshot(OTHER).revision()).isEqualTo(store.currentRevision());
    }

    @Test
    void kind_whoseObjectsAreAllGone_hasTheirHistory() {
        put("a", "v");
        delete("a");
        begin();

        assertThat(after(Revision.NONE)).contains(List.of("ADDED a=v", "DELETED a=v"));
    }

    @Test
    void recalledVersion_thatIsLive_isTheEntryOfTheStore() {
        put("a", "v");
        begin();

        Delivery recalled = cache.subscribe(Scope.all(KIND), Selection.EVERYTHING, new Start.After(Revision.NONE))
                .orElseThrow()
                .initial()
                .getFirst();

        assertThat(recalled.object()).isSameAs(store.get(key("a")).orElseThrow());
    }

    @Test
    void cache_countsAsUpToDate_onlyWithItsPast() {
        put("a", "v");

        cache.start();
        assertThat(cache.applied()).isEqualTo(Revision.NONE);

        feed.runAll();
        assertThat(cache.applied()).isEqualTo(store.currentRevision());
    }

    @Test
    void pastThatIsCompactedWhileItIsRead_isReadAnew() {
        put("a", "v");
        put("b", "v");
        cache.start();
        put("c", "v");
        store.compact(store.currentRevision());

        feed.runAll();

        assertThat(cache.applied()).isEqualTo(store.currentRevision());
        assertThat(after(Revision.NONE)).isEmpty();
        assertThat(after(store.currentRevision())).isPresent();
    }

    private void begin() {
        cache.start();
        feed.runAll();
    }

    /** What a watch after the revision is told of what has happened; empty when it is refused. */
    private Optional<List<String>> after(Revision revision) {
        return cache.subscribe(Scope.all(KIND), Selection.EVERYTHING, new Start.After(revision))
                .map(subscription -> {
                    try (subscription) {
                        return subscription.initial().stream()
                                .map(WatchHistoryTest::brief)
                                .toList();
                    }
                });
    }

    private static String brief(Delivery delivery) {
        return delivery.type() + " " + KIND.name(delivery.object().key()) + "="
                + delivery.object().value().utf8();
    }

    private static Key key(String name) {
        return KIND.key(Optional.of("ns"), name);
    }

    private void put(String name, String value) {
        store.txn(new Txn(List.of(), List.of(new Operation.Put(key(name), Bytes.utf8(value)))));
    }

    private void delete(String name) {
        store.txn(new Txn(List.of(), List.of(new Operation.Delete(key(name)))));
    }
}
