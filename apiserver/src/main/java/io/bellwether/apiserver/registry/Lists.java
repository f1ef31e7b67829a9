package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apiserver.registry.core.ContinueToken;
import io.bellwether.apiserver.registry.core.ListPlan;
import io.bellwether.apiserver.storage.ResourceKeys;
import io.bellwether.apiserver.watchcache.Scope;
import io.bellwether.apiserver.watchcache.Snapshot;
import io.bellwether.apiserver.watchcache.WatchCache;
import io.bellwether.apiserver.watchcache.core.Selection;
import io.bellwether.execution.Deadline;
import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads collections: the newest state from the watch cache, an exact revision from the store.
 *
 * <p>Threads: safe from any thread; may block on the cache's feed and the store.
 */
final class Lists {

    /** A selective page reads the store in steps that double up to this. */
    private static final int STEP_LIMIT = 10_000;

    private static final int STEP_START = 500;

    private final Store store;
    private final WatchCache cache;
    private final Freshness freshness;

    Lists(Store store, WatchCache cache, Freshness freshness) {
        this.store = store;
        this.cache = cache;
        this.freshness = freshness;
    }

    /** The page that the plan asks for. */
    Page page(Scope scope, Selection selection, ListPlan plan, Deadline deadline) {
        return switch (plan) {
            case ListPlan.Newest newest -> {
                freshness.awaitNewest(deadline);
                yield cached(scope, selection, newest.limit());
            }
            case ListPlan.Any any -> cached(scope, selection, 0);
            case ListPlan.AtLeast atLeast -> {
                freshness.awaitAtLeast(atLeast.revision(), deadline);
                yield cached(scope, selection, atLeast.limit());
            }
            case ListPlan.Exactly exactly -> {
                freshness.awaitAtLeast(exactly.revision(), deadline);
                yield stored(scope, selection, scope.range(), exactly.revision(), exactly.limit(), expired(exactly));
            }
            case ListPlan.Continued continued -> continued(scope, selection, continued);
        };
    }

    private Page cached(Scope scope, Selection selection, long limit) {
        Snapshot snapshot = cache.snapshot(scope.resource());
        KeyRange range = scope.range();
        List<KeyValue> items = new ArrayList<>(limit > 0 ? 16 : 1024);
        Iterator<KeyValue> candidates = snapshot.in(range).iterator();
        while (candidates.hasNext()) {
            KeyValue candidate = candidates.next();
            if (!selection.matches(candidate)) {
                continue;
            }
            if (limit > 0 && items.size() == limit) {
                KeyRange rest = range.after(items.getLast().key());
                return page(scope, selection, items, snapshot.revision(), snapshot.count(rest));
            }
            items.add(candidate);
        }
        return page(scope, selection, items, snapshot.revision(), 0);
    }

    private Page continued(Scope scope, Selection selection, ListPlan.Continued plan) {
        ContinueToken token = ContinueToken.decode(plan.token(), prefix(scope));
        Revision revision = token.revision().orElse(Revision.NONE);
        if (revision.isAfter(store.currentRevision())) {
            throw Status.badRequest("continue key is not valid: its revision has not happened")
                    .asException();
        }
        StatusException expired =
                Status.expiredContinue(token.inconsistent().encode()).asException();
        return stored(scope, selection, token.rest(scope.range()), revision, plan.limit(), expired);
    }

    /** Reads the store at one revision, step by step until the page is full. */
    private Page stored(
            Scope scope, Selection selection, KeyRange range, Revision at, long limit, StatusException expired) {
        List<KeyValue> items = new ArrayList<>();
        KeyRange rest = range;
        Revision revision = at;
        int step = firstStep(selection, limit);
        while (true) {
            RangeResult.Entries entries = entries(store.range(rest, step, revision), expired);
            revision = entries.revision();
            for (int index = 0; index < entries.entries().size(); index++) {
                KeyValue entry = entries.entries().get(index);
                if (!selection.matches(entry)) {
                    continue;
                }
                items.add(entry);
                if (limit > 0 && items.size() == limit) {
                    long more = entries.entries().size() - index - 1 + entries.remaining();
                    return page(scope, selection, items, revision, more);
                }
            }
            if (entries.remaining() == 0) {
                return page(scope, selection, items, revision, 0);
            }
            rest = range.after(entries.entries().getLast().key());
            step = Math.min(STEP_LIMIT, step * 2);
        }
    }

    private static int firstStep(Selection selection, long limit) {
        if (limit == 0) {
            return STEP_LIMIT;
        }
        long wanted = selection.takesEverything() ? limit : Math.max(limit, STEP_START);
        return (int) Math.min(STEP_LIMIT, wanted);
    }

    private static RangeResult.Entries entries(RangeResult result, StatusException expired) {
        return switch (result) {
            case RangeResult.Entries entries -> entries;
            case RangeResult.Compacted compacted -> throw expired;
            case RangeResult.Future future ->
                throw Status.tooLargeResourceVersion(
                                future.current().value() + 1, future.current().value())
                        .asException();
        };
    }

    private static Page page(Scope scope, Selection selection, List<KeyValue> items, Revision revision, long more) {
        if (more == 0) {
            return new Page(items, revision, Optional.empty(), OptionalLong.empty());
        }
        ContinueToken next = new ContinueToken(
                Optional.of(revision), prefix(scope), items.getLast().key().value());
        return new Page(
                items,
                revision,
                Optional.of(next),
                selection.takesEverything() ? OptionalLong.of(more) : OptionalLong.empty());
    }

    private static String prefix(Scope scope) {
        ResourceKeys resource = scope.resource();
        return resource.prefix(scope.namespace());
    }

    private static StatusException expired(ListPlan.Exactly plan) {
        return Status.expired("The resourceVersion for the provided list is too old: " + plan.revision())
                .asException();
    }
}
