package io.bellwether.apiserver.watchcache;

import io.bellwether.apimachinery.Status;
import io.bellwether.apiserver.watchcache.core.EventType;
import io.bellwether.store.Bytes;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;

/**
 * How the events of a watch are written.
 *
 * <p>Shape: each answer is one JSON document with its newline. Equal formats write equal bytes, so that what one watch
 * wrote serves all watches with an equal format.
 *
 * <p>Threads: safe from any thread, does not block.
 */
public interface FrameFormat {

    /**
     * An event.
     *
     * @param revision of the commit: the object's resourceVersion, also in DELETED, whose object has an earlier
     *     modRevision
     */
    Bytes event(EventType type, KeyValue object, Revision revision);

    /** The first event of a watch: with what only the first one carries, such as the columns of a Table. */
    default Bytes firstEvent(EventType type, KeyValue object, Revision revision) {
        return event(type, object, revision);
    }

    /** A BOOKMARK. */
    Bytes bookmark(Revision revision, Bookmark kind);

    /** An ERROR event. */
    Bytes error(Status status);

    /** What a BOOKMARK says. */
    enum Bookmark {
        /** How far the watch has come. */
        PROGRESS,
        /** That everything there was at the beginning has been sent. */
        INITIAL_EVENTS_END
    }
}
