package io.bellwether.store.embedded;

import io.bellwether.store.Key;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import io.bellwether.store.StoreException;
import io.bellwether.store.StoreException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads commits of the log by their revision. Threads: any; blocks on the disk. */
final class LogReader {

    private final Positions positions;

    LogReader(Positions positions) {
        this.positions = positions;
    }

    /** Hands over commits from {@code first} to {@code last}, both durable, in order, until one is not wanted. */
    void read(Revision first, Revision last, Predicate<LogCommit> wantsMore) {
        Optional<Positions.Place> place = positions.atOrBefore(first);
        long next = first.value();
        while (next <= last.value()) {
            Positions.Place start = place.orElseThrow(() -> missing(first));
            next = readFile(start, next, last.value(), wantsMore);
            place = positions.nextFile(start.path());
        }
    }

    /** Reads one file on; the answer is the next revision to read, beyond the last one when no more is wanted. */
    private static long readFile(Positions.Place start, long first, long last, Predicate<LogCommit> wantsMore) {
        try (SegmentReader reader = new SegmentReader(start.path(), SegmentReader.NEAR_AHEAD_BYTES)) {
            long salt = reader.header().orElseThrow(() -> damaged(start)).salt();
            long next = first;
            long offset = start.offset();
            while (next <= last) {
                Optional<SegmentReader.Read> read = reader.frame(offset);
                if (read.isEmpty() || read.get().frame().salt() != salt) {
                    return next;
                }
                offset += read.get().frame().sizeBytes();
                for (LogCommit commit : commitsFrom(next, read.get())) {
                    next = commit.revision().value() + 1;
                    if (next > last + 1 || !wantsMore.test(commit)) {
                        return last + 1;
                    }
                }
            }
            return next;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Iterable<LogCommit> commitsFrom(long first, SegmentReader.Read read) {
        return read.frame().lastRevision() < first || read.frame().commits() == 0
                ? List.of()
                : LogCommit.decode(read.frame(), read.payload()).stream()
                        .filter(commit -> commit.revision().value() >= first)
                        .toList();
    }

    /** The entry that the commit of the revision wrote to the key. */
    KeyValue written(Key key, Revision revision) {
        KeyValue[] found = new KeyValue[1];
        read(revision, revision, commit -> {
            for (LogCommit.Change change : commit.changes()) {
                if (change.key().equals(key) && change.put().isPresent()) {
                    LogCommit.Written put = change.put().get();
                    found[0] = new KeyValue(key, put.value(), put.created(), revision);
                }
            }
            return true;
        });
        if (found[0] == null) {
            throw new StoreException(
                    Reason.CORRUPT, "the log is damaged: revision " + revision + " did not write " + key, null);
        }
        return found[0];
    }

    private static StoreException missing(Revision revision) {
        return new StoreException(Reason.CORRUPT, "the log is damaged: revision " + revision + " is missing", null);
    }

    private static StoreException damaged(Positions.Place place) {
        return new StoreException(Reason.CORRUPT, place.path() + " is damaged: its header is broken", null);
    }
}
