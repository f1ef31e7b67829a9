package io.bellwether.client;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Status;
import java.time.Duration;
import java.util.Optional;

/** What a watch says next. */
public sealed interface WatchSignal {

    /** An object changed; its {@code metadata.resourceVersion} is where a later watch may go on. */
    record Changed(Change change, ApiObject object) implements WatchSignal {}

    /**
     * No change up to here: a later watch may go on after this version.
     *
     * @param initialEventsEnd whether all of the initial state has been delivered
     */
    record Bookmark(String resourceVersion, boolean initialEventsEnd) implements WatchSignal {}

    /** Nothing arrived in the time given to {@link WatchCall#next}; the watch goes on. */
    record Idle() implements WatchSignal {}

    /** The watch is over: every later call says so again. */
    record Ended(End end) implements WatchSignal {}

    /** What happened to an object. */
    enum Change {
        /** It exists now, or matches the selectors now. */
        ADDED,
        /** It changed. */
        MODIFIED,
        /** It is gone, or does not match any more; the object is its last state. */
        DELETED
    }

    /** Why a watch is over. */
    sealed interface End {

        /** 410: the history after the given version is gone. List again. */
        record Expired(Status status) implements End {}

        /** The server refused the watch, or ended it with an error. */
        record Refused(Status status, Optional<Duration> retryAfter) implements End {}

        /** The server ended it in good order. Go on from the last version. */
        record Completed() implements End {}

        /** The connection could not be made or broke. Go on from the last version. */
        record Broken(Fault fault) implements End {}

        /** This side closed it. */
        record Closed() implements End {}
    }
}
