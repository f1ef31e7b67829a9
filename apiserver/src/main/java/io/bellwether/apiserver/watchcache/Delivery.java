package io.bellwether.apiserver.watchcache;

import io.bellwether.apiserver.watchcache.core.Change;
import io.bellwether.apiserver.watchcache.core.EventType;
import io.bellwether.store.Bytes;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;

/** One event for one subscriber: a change and how that subscriber sees it. */
public final class Delivery {

    private final SharedChange shared;
    private final EventType type;

    Delivery(SharedChange shared, EventType type) {
        this.shared = shared;
        this.type = type;
    }

    /** An object that was there when the subscription began. */
    static Delivery initial(KeyValue object) {
        return new SharedChange(new Change.Created(object)).natural();
    }

    /** How the subscriber sees the change. */
    public EventType type() {
        return type;
    }

    /** The state to show. */
    public KeyValue object() {
        return shared.change().shown(type);
    }

    /** The commit. */
    public Revision revision() {
        return shared.change().revision();
    }

    /** The event in a format; written once for all subscribers. */
    Bytes frame(FrameFormat format) {
        return shared.frame(format, type);
    }

    int sizeBytes() {
        return shared.change().sizeBytes();
    }
}
