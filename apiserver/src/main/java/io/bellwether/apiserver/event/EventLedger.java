package io.bellwether.apiserver.event;

import io.bellwether.store.Key;
import io.bellwether.store.Revision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Events there are, the one that was written longest ago first.
 *
 * <p>Threads: owned by one thread.
 */
final class EventLedger {

    private final EventLimits limits;
    private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>();

    EventLedger(EventLimits limits) {
        this.limits = limits;
    }

    /** One Event. */
    record Entry(Key key, Revision modRevision, long writtenNanos) {}

    /** Notes that an Event was written; the moments never go back from call to call. */
    void written(Key key, Revision modRevision, long writtenNanos) {
        entries.remove(key);
        entries.put(key, new Entry(key, modRevision, writtenNanos));
    }

    void removed(Key key) {
        entries.remove(key);
    }

    void clear() {
        entries.clear();
    }

    /** Those past the bounds, at most so many, the oldest first. */
    List<Entry> surplus(long nowNanos, int most) {
        List<Entry> surplus = new ArrayList<>();
        int left = entries.size();
        for (Map.Entry<Key, Entry> each : entries.entrySet()) {
            boolean tooOld =
                    nowNanos - each.getValue().writtenNanos() >= limits.age().toNanos();
            if (surplus.size() == most || (left <= limits.count() && !tooOld)) {
                break;
            }
            surplus.add(each.getValue());
            left--;
        }
        return surplus;
    }
}
