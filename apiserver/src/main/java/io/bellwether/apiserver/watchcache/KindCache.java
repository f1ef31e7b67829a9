package io.bellwether.apiserver.watchcache;

import io.bellwether.apiserver.watchcache.core.Change;
import io.bellwether.apiserver.watchcache.core.Commit;
import io.bellwether.apiserver.watchcache.core.History;
import io.bellwether.apiserver.watchcache.core.HistoryLimits;
import io.bellwether.apiserver.watchcache.core.KindState;
import io.bellwether.store.Revision;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One kind's state and its subscribers.
 *
 * <p>Threads: {@link #apply}, {@link #recall} and {@link #reset} by the feed, the rest by any. A subscriber misses
 * nothing without a lock: the feed publishes the state and then looks for subscribers, a subscriber is filed and then
 * looks at the state; so either the state that it sees holds the commit, or the feed offers it, or both, and then the
 * subscriber drops what its state held.
 */
final class KindCache {

    private final int prefixLength;
    private final HistoryLimits limits;
    private final ConcurrentHashMap<String, List<Subscription>> groups = new ConcurrentHashMap<>();
    private volatile KindState state;

    KindCache(String prefix, HistoryLimits limits, KindState state) {
        this.prefixLength = prefix.length();
        this.limits = limits;
        this.state = state;
    }

    KindState state() {
        return state;
    }

    /** Takes a commit in and offers it to whom it concerns. */
    void apply(Commit commit) {
        state = state.apply(commit, limits);
        // The map reads with acquire order only, which alone would let the look at the groups go before the publication
        // of the state.
        VarHandle.fullFence();
        if (groups.isEmpty()) {
            return;
        }
        for (Change change : commit.changes()) {
            SharedChange shared = new SharedChange(change);
            for (String group : Scope.groupsOf(change.key(), prefixLength)) {
                for (Subscription subscription : groups.getOrDefault(group, List.of())) {
                    subscription.offer(shared);
                }
            }
        }
    }

    /** Adds what led to the state that this began with; nothing has been applied since. */
    void recall(History past) {
        state = state.recalling(past);
    }

    /** Begins anew after a gap in the feed; every subscription ends. */
    void reset(KindState fresh) {
        state = fresh;
        VarHandle.fullFence();
        endAll(SubscriptionEnd.EXPIRED);
    }

    void endAll(SubscriptionEnd reason) {
        groups.values()
                .forEach(group ->
                        group.forEach(subscription -> subscription.queue().end(reason)));
    }

    /** Files a subscription: from here on the feed offers to it. */
    KindState join(Subscription subscription) {
        groups.merge(subscription.scope().group(), List.of(subscription), KindCache::joined);
        VarHandle.fullFence();
        return state;
    }

    void leave(Subscription subscription) {
        groups.computeIfPresent(subscription.scope().group(), (group, members) -> {
            List<Subscription> others =
                    members.stream().filter(member -> member != subscription).toList();
            return others.isEmpty() ? null : others;
        });
    }

    /**
     * The revision at which this state is complete, given one that every kind had reached before the state was read.
     */
    static Revision completeAt(KindState state, Revision appliedBefore) {
        return state.revision().isAfter(appliedBefore) ? state.revision() : appliedBefore;
    }

    private static List<Subscription> joined(List<Subscription> members, List<Subscription> newcomer) {
        List<Subscription> all = new ArrayList<>(members.size() + 1);
        all.addAll(members);
        all.addAll(newcomer);
        return all;
    }
}
