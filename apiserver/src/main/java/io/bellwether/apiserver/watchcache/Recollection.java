package io.bellwether.apiserver.watchcache;

import io.bellwether.apiserver.watchcache.core.Change;
import io.bellwether.apiserver.watchcache.core.Commit;
import io.bellwether.apiserver.watchcache.core.History;
import io.bellwether.apiserver.watchcache.core.HistoryLimits;
import io.bellwether.execution.Invariant;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import io.bellwether.store.WatchBatch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What the store still knows of the time before the cut with which the cache begins, so that a watch that was open when
 * the server went goes on where it was.
 *
 * <p>Shape: the commits after {@code floor} up to {@code cut}, by kind, within the limits of a history. Versions that
 * are still live are those of the cache: the past of objects that never changed costs no second copy.
 *
 * <p>Threads: the feed.
 */
final class Recollection {

    private final Revision floor;
    private final Revision cut;
    private final HistoryLimits limits;
    private final UnaryOperator<KeyValue> live;
    private final Map<String, History> histories = new LinkedHashMap<>();

    /**
     * A recollection of nothing yet.
     *
     * @param floor the last revision that is not recalled
     * @param live the cache's own entry if it is the version given, else the argument
     */
    Recollection(Revision floor, Revision cut, HistoryLimits limits, UnaryOperator<KeyValue> live) {
        this.floor = floor;
        this.cut = cut;
        this.limits = limits;
        this.live = live;
    }

    Revision floor() {
        return floor;
    }

    /** Takes in the next commit up to the cut; true when it is the last one. */
    boolean take(WatchBatch batch) {
        Invariant.check(
                !batch.revision().isAfter(cut), "the past ends with its cut: %s at most %s", batch.revision(), cut);
        Kinds.commits(batch).forEach((prefix, commit) -> {
            Commit shared = new Commit(
                    commit.revision(),
                    commit.changes().stream().map(this::shared).toList());
            histories.merge(
                    prefix, History.after(floor).with(shared, limits), (known, alone) -> known.with(shared, limits));
        });
        return batch.revision().equals(cut);
    }

    /** The kinds that changed, by their prefixes, each with what led to its state at the cut. */
    Map<String, History> histories() {
        return Map.copyOf(histories);
    }

    private Change shared(Change change) {
        return switch (change) {
            case Change.Created created -> new Change.Created(live.apply(created.current()));
            case Change.Updated updated -> new Change.Updated(updated.previous(), live.apply(updated.current()));
            case Change.Removed removed -> removed;
        };
    }
}
