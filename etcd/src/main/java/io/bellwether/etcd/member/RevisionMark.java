package io.bellwether.etcd.member;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A revision that this supervisor has never seen reached, on its disk: what is restored goes on beyond it, so that
 * revisions never go back for clients.
 *
 * <p>Shape: one number in a file. It is ahead of what was seen by up to {@value #STEP}, so that few writes are enough.
 *
 * <p>Threads: one at a time.
 */
final class RevisionMark {

    private static final long STEP = 10_000;

    private final Path file;
    private long mark;

    private RevisionMark(Path file, long mark) {
        this.file = file;
        this.mark = mark;
    }

    /** As it was left; an unreadable one is none, since the snapshot itself and its margin remain. */
    static RevisionMark open(Path stateDir) throws IOException {
        Path file = stateDir.resolve("revision");
        long mark = 0;
        if (Files.exists(file)) {
            String text = Files.readString(file).strip();
            mark = text.chars().allMatch(Character::isDigit) && !text.isEmpty() ? Long.parseLong(text) : 0;
        }
        return new RevisionMark(file, mark);
    }

    /** A revision was seen; returns once the mark is beyond it for good. */
    void saw(long revision) throws IOException {
        if (revision >= mark) {
            long next = revision + STEP;
            NodeFile.write(file, Long.toString(next));
            mark = next;
        }
    }

    /** Beyond everything that was seen here; 0: nothing was. */
    long value() {
        return mark;
    }
}
