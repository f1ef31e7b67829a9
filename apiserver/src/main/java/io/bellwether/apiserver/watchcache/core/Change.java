package io.bellwether.apiserver.watchcache.core;

import io.bellwether.store.Key;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import java.util.Optional;

/** What one commit did to one object. */
public sealed interface Change {

    /** The commit. */
    Revision revision();

    /** The object's key. */
    Key key();

    /** The bytes of values that this change keeps from being collected, beyond those of live objects. */
    int sizeBytes();

    /** The object came to be. */
    record Created(KeyValue current) implements Change {
        @Override
        public Revision revision() {
            return current.modRevision();
        }

        @Override
        public Key key() {
            return current.key();
        }

        @Override
        public int sizeBytes() {
            return current.value().size();
        }
    }

    /** The object was replaced. */
    record Updated(KeyValue previous, KeyValue current) implements Change {
        @Override
        public Revision revision() {
            return current.modRevision();
        }

        @Override
        public Key key() {
            return current.key();
        }

        @Override
        public int sizeBytes() {
            return previous.value().size() + current.value().size();
        }
    }

    /** The object is gone; {@code previous} is its last state. */
    record Removed(KeyValue previous, Revision revision) implements Change {
        @Override
        public Key key() {
            return previous.key();
        }

        @Override
        public int sizeBytes() {
            return previous.value().size();
        }
    }

    /**
     * What a watch with a selection says of this change: an object that begins to match is ADDED, one that stops
     * matching is DELETED.
     *
     * @return empty: nothing
     */
    default Optional<EventType> seenThrough(Selection selection) {
        return switch (this) {
            case Created created ->
                selection.matches(created.current()) ? Optional.of(EventType.ADDED) : Optional.empty();
            case Removed removed ->
                selection.matches(removed.previous()) ? Optional.of(EventType.DELETED) : Optional.empty();
            case Updated updated -> {
                boolean after = selection.matches(updated.current());
                boolean before = selection.matches(updated.previous());
                yield after
                        ? Optional.of(before ? EventType.MODIFIED : EventType.ADDED)
                        : before ? Optional.of(EventType.DELETED) : Optional.empty();
            }
        };
    }

    /** What a watch without a selection says of it. */
    default EventType type() {
        return switch (this) {
            case Created created -> EventType.ADDED;
            case Updated updated -> EventType.MODIFIED;
            case Removed removed -> EventType.DELETED;
        };
    }

    /** The state that a watch shows: the current one, or for DELETED the last one that was seen. */
    default KeyValue shown(EventType type) {
        return switch (this) {
            case Created created -> created.current();
            case Removed removed -> removed.previous();
            case Updated updated -> type == EventType.DELETED ? updated.previous() : updated.current();
        };
    }
}
