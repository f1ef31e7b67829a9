package io.bellwether.store.embedded;

import io.bellwether.store.Revision;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Where in the log a revision is: a sparse index, one place per {@link #SPACING_BYTES}, from which one reads on.
 *
 * <p>Threads: the writer and recovery add, the housekeeper removes, any thread finds.
 */
final class Positions {

    private static final long SPACING_BYTES = 64 << 10;

    private final ConcurrentSkipListMap<Long, Place> places = new ConcurrentSkipListMap<>();

    /** The beginning of a frame. */
    record Place(Path path, long offset) {}

    /** Notes where a frame begins, unless one was noted close before it. */
    void add(long firstRevision, Path path, long offset) {
        Map.Entry<Long, Place> before = places.lastEntry();
        if (before == null
                || !before.getValue().path().equals(path)
                || offset - before.getValue().offset() >= SPACING_BYTES) {
            places.put(firstRevision, new Place(path, offset));
        }
    }

    /** The last noted frame that begins at or before the revision. */
    Optional<Place> atOrBefore(Revision revision) {
        return Optional.ofNullable(places.floorEntry(revision.value())).map(Map.Entry::getValue);
    }

    /** The first noted frame that begins after the revision, in another file than the given one. */
    Optional<Place> nextFile(Path path) {
        for (Place place : places.values()) {
            if (place.path().compareTo(path) > 0) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    /** Forgets everything before the revision, whose file goes away. */
    void removeBefore(Revision revision) {
        places.headMap(revision.value()).clear();
    }
}
