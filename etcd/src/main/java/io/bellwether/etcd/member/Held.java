package io.bellwether.etcd.member;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * For how long facts have held without interruption.
 *
 * <p>A fact that was not looked at for longer than the limit, because this program or its machine stood still, begins
 * anew: nobody knows what happened meanwhile.
 *
 * <p>Threads: one at a time.
 *
 * @param <K> about what
 * @param <V> the fact
 */
final class Held<K, V> {

    private final long limitNanos;
    private final Map<K, Fact<V>> facts = new HashMap<>();

    private record Fact<V>(V value, long since, long noted) {}

    Held(Duration limit) {
        this.limitNanos = limit.toNanos();
    }

    /** Notes a fact as of now; how long it has held. */
    Duration note(K about, V value, long now) {
        Fact<V> known = facts.get(about);
        long since =
                known != null && known.value().equals(value) && now - known.noted() <= limitNanos ? known.since() : now;
        facts.put(about, new Fact<>(value, since, now));
        return Duration.ofNanos(now - since);
    }

    /** Forgets what is about others. */
    void retain(Set<K> abouts) {
        facts.keySet().retainAll(abouts);
    }
}
