package io.bellwether.etcd.discovery;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A place for a cluster's few notes that knows compare-and-set, and nothing of clusters: keys of an etcd, objects of a
 * Kubernetes API server.
 *
 * <p>Threads: safe from any thread; each call blocks its caller for a bounded time.
 *
 * <p>Errors: {@link IOException} when there is no answer: a write may then have been made, or not.
 */
public interface Shelf {

    /**
     * A note.
     *
     * @param name of letters, digits, dashes and slashes
     * @param order smaller for notes that were there before others
     * @param version greater than that of the same note before it was last written, and than 0
     */
    record Note(String name, String text, long order, long version) {}

    /** All notes of the cluster. */
    List<Note> notes() throws IOException;

    /**
     * Writes a note, if nobody else has meanwhile.
     *
     * @param before what it is to replace; empty: there must be none
     * @return whether it was written
     */
    boolean write(String name, String text, Optional<Note> before) throws IOException;

    /** For people: where it is. */
    String where();
}
