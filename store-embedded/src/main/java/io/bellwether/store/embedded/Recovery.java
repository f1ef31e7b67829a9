package io.bellwether.store.embedded;

import io.bellwether.store.Revision;
import io.bellwether.store.StoreException;
import io.bellwether.store.StoreException.Reason;
import io.bellwether.store.backup.BackupReader;
import io.bellwether.store.index.History;
import io.bellwether.store.index.SortedTree;
import io.bellwether.store.index.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a data directory: the newest base, then the log behind it, all of it verified. Writes nothing, so it also
 * serves {@code check} and {@code backup} beside a running store.
 *
 * <p>Source: G-W1, G-W2, G-W3, G-W9.
 */
final class Recovery {

    /** Commits for which one tree is made: with one for each, copies of its nodes would take most of the time. */
    private static final int PUBLISHED_TOGETHER = 1024;

    /** Bytes of log after which a tree is made all the same: what these commits replaced is in the heap until then. */
    private static final int PUBLISHED_TOGETHER_BYTES = 16 << 20;

    private final DataDirectory directory;
    private final long historyHeapBytes;
    private final List<Base> bases = new ArrayList<>();
    private final List<LogFile> files = new ArrayList<>();
    private final Positions positions = new Positions();

    private Version loaded = Version.NOTHING;
    private History history = new History(Version.NOTHING, 0);

    /** What was read since the last publication. */
    private Replay replay = new Replay(Version.NOTHING);

    private long replayedBytes;

    private Revision compacted = Revision.NONE;
    private Revision next = Revision.NONE.next();
    private int chain;

    /** The last file, read up to where its chain stops. */
    private Optional<SegmentScan> newest = Optional.empty();

    private Optional<LastFrame> lastFrame = Optional.empty();

    private Recovery(DataDirectory directory, long historyHeapBytes) {
        this.directory = directory;
        this.historyHeapBytes = historyHeapBytes;
    }

    /**
     * What a directory holds.
     *
     * @param chain the checksum of the last frame
     * @param lastFrame where that is, if there is one
     */
    record Recovered(
            History history,
            Revision compacted,
            List<Base> bases,
            List<LogFile> files,
            Positions positions,
            int chain,
            Optional<LastFrame> lastFrame) {}

    static Recovered read(DataDirectory directory, long historyHeapBytes) {
        Recovery recovery = new Recovery(directory, historyHeapBytes);
        try {
            recovery.readBases();
            recovery.readLog();
            return recovery.result();
        } catch (IOException unreadable) {
            throw new StoreException(
                    Reason.UNUSABLE, "the store in " + directory.path() + " cannot be read: " + unreadable, unreadable);
        }
    }

    private void readBases() throws IOException {
        for (DataDirectory.Numbered file : directory.bases()) {
            bases.add(new Base(file.path(), file.revision()));
        }
        if (!bases.isEmpty()) {
            Base newest = bases.get(bases.size() - 1);
            try (InputStream in = newest.open()) {
                BackupReader reader = new BackupReader(newest.path().toString(), in);
                loaded = new Version(reader.revision(), SortedTree.ofSorted(reader));
            }
            require(loaded.revision().equals(newest.revision()), newest.path(), "its revision is not that of its name");
        }
        history = new History(loaded, historyHeapBytes);
        replay = new Replay(loaded);
    }

    private void readLog() throws IOException {
        List<DataDirectory.Numbered> segments = directory.segments();
        if (!segments.isEmpty()) {
            next = segments.get(0).revision();
            require(startsInTime(next), segments.get(0).path(), "the log before it is missing");
        } else {
            next = loaded.revision().next();
        }
        for (int index = 0; index < segments.size(); index++) {
            readSegment(segments.get(index).path(), index == 0);
        }
        publish();
        requireTornEnd();
        require(
                next.isAfter(loaded.revision()),
                directory.path(),
                "the log ends at revision " + (next.value() - 1) + ", before the newest base");
    }

    private boolean startsInTime(Revision first) {
        return first.value() == 1
                || bases.stream()
                        .anyMatch(base -> first.compareTo(base.revision().next()) <= 0);
    }

    private void readSegment(Path path, boolean isFirst) throws IOException {
        try (SegmentReader reader = new SegmentReader(path, SegmentReader.FAR_AHEAD_BYTES)) {
            Optional<Segment> header = reader.header();
            require(header.isPresent(), path, "its header is broken");
            Segment segment = header.orElseThrow();
            require(
                    segment.first().equals(next),
                    path,
                    "revision " + next + " should follow, but it begins with " + segment.first());
            require(isFirst || segment.chain() == chain, path, "it does not continue the file before it");
            SegmentScan scan = new SegmentScan(reader, segment);
            readFrames(scan, path);
            newest = Optional.of(scan);
            files.add(new LogFile(path, segment.first(), Files.size(path)));
            chain = scan.chain();
        }
    }

    private void requireTornEnd() throws IOException {
        if (newest.isPresent()) {
            try (SegmentReader reader = new SegmentReader(newest.get().path(), SegmentReader.FAR_AHEAD_BYTES)) {
                new SegmentScan(reader, newest.get()).requireTornEnd();
            }
        }
    }

    private void readFrames(SegmentScan scan, Path path) throws IOException {
        long offset = scan.offset();
        for (Optional<SegmentReader.Read> read = scan.frame(); read.isPresent(); read = scan.frame()) {
            Frame frame = read.get().frame();
            if (frame.commits() > 0) {
                positions.add(frame.revision(), path, offset);
                replay(read.get(), path);
            } else if (frame.kind() == Frame.COMPACTION && frame.revision() > compacted.value()) {
                compacted = new Revision(frame.revision());
            }
            lastFrame = Optional.of(new LastFrame(path, offset, Frame.HEADER_BYTES + frame.payloadBytes()));
            offset = scan.offset();
            next = scan.next();
        }
    }

    private void replay(SegmentReader.Read read, Path path) {
        if (read.frame().lastRevision() <= loaded.revision().value()) {
            return;
        }
        for (LogCommit logged : LogCommit.decode(read.frame(), read.payload())) {
            if (logged.revision().isAfter(loaded.revision())) {
                require(replay.add(logged), path, "revision " + logged.revision() + " does not fit what is before it");
            }
        }
        replayedBytes += read.frame().payloadBytes();
        if (replay.commits().size() >= PUBLISHED_TOGETHER || replayedBytes >= PUBLISHED_TOGETHER_BYTES) {
            publish();
        }
    }

    private void publish() {
        if (!replay.commits().isEmpty()) {
            history.publish(replay.commits(), replay.after());
            replay = new Replay(history.current());
            replayedBytes = 0;
        }
    }

    private Recovered result() {
        if (compacted.isAfter(Revision.NONE)) {
            history.forgetBefore(
                    compacted.compareTo(history.current().revision()) > 0
                            ? history.current().revision()
                            : compacted);
        }
        boolean whole = files.isEmpty()
                ? loaded.revision().equals(Revision.NONE)
                : files.get(0).first().value() == 1;
        Revision oldest =
                whole || bases.isEmpty() ? Revision.NONE : bases.get(0).revision();
        return new Recovered(
                history, compacted.isAfter(oldest) ? compacted : oldest, bases, files, positions, chain, lastFrame);
    }

    private static void require(boolean whole, Path path, String damage) {
        if (!whole) {
            throw damaged(path, damage);
        }
    }

    private static StoreException damaged(Path path, String damage) {
        return new StoreException(
                Reason.CORRUPT, path + " is damaged: " + damage + "; restore a backup into another directory", null);
    }
}
