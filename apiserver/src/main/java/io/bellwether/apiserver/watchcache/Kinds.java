package io.bellwether.apiserver.watchcache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.bellwether.apiserver.storage.ResourceKeys;
import io.bellwether.apiserver.watchcache.core.Change;
import io.bellwether.apiserver.watchcache.core.Commit;
import io.bellwether.apiserver.watchcache.core.History;
import io.bellwether.apiserver.watchcache.core.HistoryLimits;
import io.bellwether.apiserver.watchcache.core.KindState;
import io.bellwether.store.KeyValue;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The kinds of a cache, each by the start of its keys. A kind begins with its first object, or when it is first asked
 * for.
 *
 * <p>Threads: {@link #reset}, {@link #recall} and {@link #apply} by the feed, the rest by any. The lock
 * {@code beginning} keeps a kind from beginning while all kinds begin anew; only the locks of the queues whose
 * subscriptions end then are taken under it.
 */
final class Kinds {

    private final HistoryLimits limits;
    private final ConcurrentHashMap<String, KindCache> byPrefix = new ConcurrentHashMap<>();
    private final ReentrantLock beginning = new ReentrantLock();

    /** What a kind begins with that has no objects at the cut. */
    @GuardedBy("beginning")
    private KindState none = KindState.of(List.of(), Revision.NONE);

    Kinds(HistoryLimits limits) {
        this.limits = limits;
    }

    KindCache kind(String prefix) {
        KindCache known = byPrefix.get(prefix);
        if (known != null) {
            return known;
        }
        beginning.lock();
        try {
            return begin(prefix);
        } finally {
            beginning.unlock();
        }
    }

    /** Begins all kinds anew with the state at a cut, without a history; every subscription ends. */
    void reset(RangeResult.Entries entries) {
        Map<String, List<KeyValue>> objects = new LinkedHashMap<>();
        for (KeyValue entry : entries.entries()) {
            ResourceKeys.collectionOf(entry.key())
                    .ifPresent(prefix -> objects.computeIfAbsent(prefix, key -> new ArrayList<>())
                            .add(entry));
        }
        beginning.lock();
        try {
            none = KindState.of(List.of(), entries.revision());
            objects.keySet().forEach(this::begin);
            byPrefix.forEach((prefix, kind) ->
                    kind.reset(KindState.of(objects.getOrDefault(prefix, List.of()), entries.revision())));
        } finally {
            beginning.unlock();
        }
    }

    /**
     * Adds the history that led to the cut; nothing has been applied since.
     *
     * @param histories of the kinds that changed
     * @param floor what the others' history begins with
     */
    void recall(Map<String, History> histories, Revision floor) {
        beginning.lock();
        try {
            histories.keySet().forEach(this::begin);
            byPrefix.forEach((prefix, kind) -> kind.recall(histories.getOrDefault(prefix, History.after(floor))));
            none = none.recalling(History.after(floor));
        } finally {
            beginning.unlock();
        }
    }

    void apply(WatchBatch batch) {
        commits(batch).forEach((prefix, commit) -> kind(prefix).apply(commit));
    }

    /** The cache's own entry if it is the version given, else the argument. */
    KeyValue live(KeyValue version) {
        return ResourceKeys.collectionOf(version.key())
                .flatMap(prefix -> kind(prefix).state().get(version.key()))
                .filter(entry -> entry.modRevision().equals(version.modRevision()))
                .orElse(version);
    }

    void endAll(SubscriptionEnd reason) {
        byPrefix.values().forEach(kind -> kind.endAll(reason));
    }

    /** What a commit of the store did to each kind. */
    static Map<String, Commit> commits(WatchBatch batch) {
        Map<String, List<Change>> changes = new LinkedHashMap<>();
        for (WatchEvent event : batch.events()) {
            ResourceKeys.collectionOf(event.key())
                    .ifPresent(prefix -> changes.computeIfAbsent(prefix, key -> new ArrayList<>(1))
                            .add(change(event, batch.revision())));
        }
        Map<String, Commit> commits = new LinkedHashMap<>();
        changes.forEach((prefix, ofKind) -> commits.put(prefix, new Commit(batch.revision(), ofKind)));
        return commits;
    }

    private static Change change(WatchEvent event, Revision revision) {
        return switch (event) {
            case WatchEvent.Put put ->
                put.previous().isPresent()
                        ? new Change.Updated(put.previous().get(), put.current())
                        : new Change.Created(put.current());
            case WatchEvent.Delete delete -> new Change.Removed(delete.previous(), revision);
        };
    }

    @GuardedBy("beginning")
    private KindCache begin(String prefix) {
        return byPrefix.computeIfAbsent(prefix, key -> new KindCache(key, limits, none));
    }
}
