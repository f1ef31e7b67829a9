package io.bellwether.apiserver.watchcache;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apiserver.kit.ManualTime;
import io.bellwether.apiserver.request.WatchStream;
import io.bellwether.apiserver.storage.ResourceKeys;
import io.bellwether.apiserver.watchcache.EncodedWatch.Terms;
import io.bellwether.apiserver.watchcache.core.HistoryLimits;
import io.bellwether.apiserver.watchcache.core.Selection;
import io.bellwether.execution.InvariantViolation;
import io.bellwether.store.Bytes;
import io.bellwether.store.Key;
import io.bellwether.store.Operation;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import io.bellwether.store.memory.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a watch sends besides events, and when it ends.
 *
 * <p>Source: G-R5.
 */
@Timeout(30)
final class EncodedWatchTest {

    private static final ResourceKeys KIND = ResourceKeys.of("", "configmaps", true);

    private final ManualTime time = new ManualTime();
    private final List<InvariantViolation> violations = new ArrayList<>();
    private final MemoryStore store = new MemoryStore(Runnable::run);
    private final WatchCache cache = new WatchCache(
            store, time, time, new WatchCacheLimits(new HistoryLimits(100, 1 << 20), 10, 1 << 20), violations::add);

    @BeforeEach
    void start() {
        put("a");
        cache.start();
    }

    @AfterEach
    void close() {
        cache.close();
        store.close();
        assertThat(violations).isEmpty();
    }

    @Test
    void state_announced_endsWithABookmarkThenGoesLive() throws InterruptedException {
        WatchStream watch = watch(
                new Start.WithState(), Duration.ofHours(1), Terms.Bookmarks.WANTED, Terms.InitialEventsEnd.ANNOUNCED);
        List<String> initial = frames(watch);
        put("b");

        assertThat(initial).containsExactly("FIRST ADDED /registry/core/configmaps/ns/a@1", "INITIAL_EVENTS_END@1");
        assertThat(frames(watch)).containsExactly("ADDED /registry/core/configmaps/ns/b@2");
    }

    @Test
    void bookmark_afterAMinuteOfForeignCommits_tellsTheNewRevision() throws InterruptedException {
        WatchStream watch =
                watch(new Start.Now(), Duration.ofHours(1), Terms.Bookmarks.WANTED, Terms.InitialEventsEnd.SILENT);
        TxnResult foreign = store.txn(Txn.create(new Key("/registry/core/secrets/ns/s"), Bytes.utf8("v")));

        time.advance(Duration.ofSeconds(59));
        List<String> before = frames(watch);
        time.advance(Duration.ofSeconds(1));
        List<String> after = frames(watch);

        assertThat(foreign).isInstanceOf(TxnResult.Committed.class);
        assertThat(before).isEmpty();
        assertThat(after).containsExactly("PROGRESS@2");
    }

    @Test
    void bookmark_notAskedFor_isNotSent() throws InterruptedException {
        WatchStream watch =
                watch(new Start.Now(), Duration.ofHours(1), Terms.Bookmarks.UNWANTED, Terms.InitialEventsEnd.SILENT);

        time.advance(Duration.ofMinutes(10));

        assertThat(frames(watch)).isEmpty();
    }

    @Test
    void bookmark_lastOne_comesTwoSecondsBeforeTheEnd() throws InterruptedException {
        WatchStream watch =
                watch(new Start.Now(), Duration.ofSeconds(30), Terms.Bookmarks.WANTED, Terms.InitialEventsEnd.SILENT);

        time.advance(Duration.ofSeconds(27));
        List<String> early = frames(watch);
        time.advance(Duration.ofSeconds(1));
        List<String> late = frames(watch);
        List<String> again = frames(watch);
        time.advance(Duration.ofSeconds(2));

        assertThat(early).isEmpty();
        assertThat(late).containsExactly("PROGRESS@1");
        assertThat(again).isEmpty();
        assertThat(watch.next(Duration.ZERO)).isInstanceOf(WatchStream.End.class);
    }

    @Test
    void slowWatch_endsWithExpired() throws InterruptedException {
        WatchStream watch =
                watch(new Start.Now(), Duration.ofHours(1), Terms.Bookmarks.UNWANTED, Terms.InitialEventsEnd.SILENT);
        for (int index = 0; index < 11; index++) {
            put("n" + index);
        }

        assertThat(frames(watch)).containsExactly("ERROR 410");
        assertThat(watch.next(Duration.ZERO)).isInstanceOf(WatchStream.End.class);
    }

    @Test
    void slowWatch_duringItsInitialState_endsWithExpired() throws InterruptedException {
        WatchStream watch = watch(
                new Start.WithState(), Duration.ofHours(1), Terms.Bookmarks.UNWANTED, Terms.InitialEventsEnd.SILENT);
        for (int index = 0; index < 11; index++) {
            put("n" + index);
        }

        assertThat(frames(watch)).containsExactly("ERROR 410");
    }

    @Test
    void close_ofAWatch_endsItAndLeavesNoSubscription() throws InterruptedException {
        WatchStream watch =
                watch(new Start.Now(), Duration.ofHours(1), Terms.Bookmarks.UNWANTED, Terms.InitialEventsEnd.SILENT);

        watch.close();
        watch.close();
        put("b");

        assertThat(watch.next(Duration.ZERO)).isInstanceOf(WatchStream.End.class);
    }

    private WatchStream watch(Start start, Duration length, Terms.Bookmarks bookmarks, Terms.InitialEventsEnd end) {
        Subscription subscription =
                cache.subscribe(Scope.all(KIND), Selection.EVERYTHING, start).orElseThrow();
        Terms terms = new Terms(time.nanos() + length.toNanos(), bookmarks, end);
        return new EncodedWatch(subscription, new CountingFormat(), terms, cache::applied, time);
    }

    private static List<String> frames(WatchStream watch) throws InterruptedException {
        List<String> frames = new ArrayList<>();
        while (watch.next(Duration.ZERO) instanceof WatchStream.Frames next) {
            next.frames().forEach(frame -> frames.add(frame.utf8()));
        }
        return frames;
    }

    private void put(String name) {
        TxnResult result = store.txn(new Txn(
                List.of(), List.of(new Operation.Put(KIND.key(Optional.of("ns"), name), Bytes.utf8("v")))));
        assertThat(result).isInstanceOf(TxnResult.Committed.class);
    }
}
