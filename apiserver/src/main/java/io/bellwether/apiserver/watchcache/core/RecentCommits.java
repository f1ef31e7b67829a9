package io.bellwether.apiserver.watchcache.core;

import io.bellwether.store.Revision;
import java.util.ArrayList;
import java.util.List;

/**
 * The recent commits of a kind, the oldest first.
 *
 * <p>Shape: chunks of at most {@value #CHUNK} commits; adding and dropping copy one chunk and the list of chunks, so
 * that every version is a snapshot that shares the rest.
 *
 * <p>Threads: immutable.
 *
 * @param chunks none is empty
 * @param count of commits
 * @param bytes that they keep from being collected
 */
record RecentCommits(List<List<Commit>> chunks, int count, long bytes) {

    static final RecentCommits NONE = new RecentCommits(List.of(), 0, 0);

    private static final int CHUNK = 64;

    RecentCommits {
        chunks = List.copyOf(chunks);
    }

    /** These and a newer one. */
    RecentCommits with(Commit commit) {
        List<List<Commit>> changed = new ArrayList<>(chunks);
        if (chunks.isEmpty() || chunks.getLast().size() == CHUNK) {
            changed.add(List.of(commit));
        } else {
            List<Commit> last = new ArrayList<>(changed.removeLast());
            last.add(commit);
            changed.add(List.copyOf(last));
        }
        return new RecentCommits(changed, count + 1, bytes + commit.sizeBytes());
    }

    /** The oldest; there is one. */
    Commit oldest() {
        return chunks.getFirst().getFirst();
    }

    /** These without the oldest; there is one. */
    RecentCommits withoutOldest() {
        List<List<Commit>> changed = new ArrayList<>(chunks);
        List<Commit> first = changed.removeFirst();
        if (first.size() > 1) {
            changed.addFirst(List.copyOf(first.subList(1, first.size())));
        }
        return new RecentCommits(changed, count - 1, bytes - first.getFirst().sizeBytes());
    }

    /** Those after a revision. */
    Iterable<Commit> after(Revision revision) {
        int chunk = firstChunk(revision);
        return () -> chunks.subList(chunk, chunks.size()).stream()
                .flatMap(List::stream)
                .dropWhile(commit -> !commit.revision().isAfter(revision))
                .iterator();
    }

    /** The first chunk with a commit after the revision, or the number of chunks. */
    private int firstChunk(Revision revision) {
        int low = 0;
        int high = chunks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (chunks.get(middle).getLast().revision().isAfter(revision)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
