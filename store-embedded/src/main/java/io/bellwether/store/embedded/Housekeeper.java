package io.bellwether.store.embedded;

import io.bellwether.execution.Clock;
import io.bellwether.store.KeyRange;
import io.bellwether.store.Revision;
import io.bellwether.store.StoreException;
import io.bellwether.store.index.History;
import io.bellwether.store.index.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the disk small: compacts, writes bases, removes files.
 *
 * <p>Nothing it does is needed for a commit, and nothing it fails at loses one: it tries again at its next turn.
 *
 * <p>Threads: {@link #run} is one thread and owns the fields; it asks the writer for compactions like any caller.
 */
final class Housekeeper {

    private static final Logger log = LoggerFactory.getLogger(Housekeeper.class);

    private static final long TURN_SECONDS = 1;

    private final DataDirectory directory;
    private final EmbeddedStoreOptions options;
    private final Clock clock;
    private final Log walLog;
    private final Space space;
    private final History history;
    private final Catalogue catalogue;
    private final Positions positions;
    private final StoreState state;
    private final Consumer<Revision> compact;
    private final CompactionPolicy policy;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private long writtenAtBase;
    private @Nullable String trouble;

    Housekeeper(
            DataDirectory directory,
            EmbeddedStoreOptions options,
            Log walLog,
            Space space,
            History history,
            Catalogue catalogue,
            Positions positions,
            StoreState state,
            Consumer<Revision> compact) {
        this.directory = directory;
        this.options = options;
        this.clock = options.clock();
        this.walLog = walLog;
        this.space = space;
        this.history = history;
        this.catalogue = catalogue;
        this.positions = positions;
        this.state = state;
        this.compact = compact;
        this.policy = new CompactionPolicy(
                options.limits().historyAge(), options.limits().historyDiskBytes());
        this.writtenAtBase = -bytesBehindNewestBase();
    }

    void run() {
        try {
            do {
                turn();
            } while (!stopping.await(TURN_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    /** Ends the thread; bounded by the file it is at. */
    void stop() {
        stopping.countDown();
        try {
            if (!ended.await(30, TimeUnit.SECONDS)) {
                log.atWarn().log("Left the housekeeper at its work");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() {
        try {
            if (state.failure() == null) {
                review();
            }
            trouble = null;
        } catch (IOException | StoreException | UncheckedIOException refused) {
            report(refused.toString());
        }
    }

    private void report(String reason) {
        if (!reason.equals(trouble)) {
            trouble = reason;
            log.atWarn().addKeyValue("reason", reason).log("Put off housekeeping");
        }
    }

    private void review() throws IOException {
        Version current = history.current();
        if (state.isFull()) {
            makeRoom(current);
        } else {
            Revision target = policy.target(clock.nanos(), current.revision(), catalogue.files());
            if (target.isAfter(state.compacted())) {
                compact.accept(target);
            }
            if (isBaseDue(current)) {
                writeBase(current);
            }
            space.holdBallast();
        }
        removeIdleFiles();
    }

    /** The disk is full: give up all history, so that the log before now can go once a base stands in for it. */
    private void makeRoom(Version current) throws IOException {
        long needed = current.tree().stats(KeyRange.ALL).valueBytes() * 5 / 4 + (64 << 10);
        if (current.revision().isAfter(newestBaseRevision())
                && catalogue.files().size() > 0) {
            // Only when it is enough: else it is left to the deletes.
            if (directory.usableBytes() < needed && directory.usableBytes() + space.ballastBytes() >= needed) {
                space.dropBallast();
            }
            if (directory.usableBytes() >= needed) {
                writeBase(current);
            }
        }
        if (newestBaseRevision().isAfter(state.compacted())) {
            compact.accept(newestBaseRevision());
        }
        removeIdleFiles();
        if (directory.usableBytes() > 2 * Segment.FIRST_BYTES) {
            state.roomAgain();
        }
    }

    private boolean isBaseDue(Version current) {
        long live = current.tree().stats(KeyRange.ALL).valueBytes();
        long spacing = Math.max(options.limits().baseSpacingBytes(), live / 2);
        return walLog.writtenBytes() - writtenAtBase >= spacing
                && current.revision().isAfter(newestBaseRevision());
    }

    private void writeBase(Version version) throws IOException {
        long written = walLog.writtenBytes();
        long began = clock.nanos();
        Base base = Base.write(directory, version);
        catalogue.add(base);
        writtenAtBase = written;
        log.atDebug()
                .addKeyValue("revision", base.revision())
                .addKeyValue("sizeBytes", base.sizeBytes())
                .addKeyValue("elapsed", TimeUnit.NANOSECONDS.toMillis(clock.nanos() - began))
                .log("Wrote a base");
    }

    private Revision newestBaseRevision() {
        List<Base> bases = catalogue.bases();
        return bases.isEmpty() ? Revision.NONE : bases.get(bases.size() - 1).revision();
    }

    private long bytesBehindNewestBase() {
        Revision base = newestBaseRevision();
        return catalogue.files().stream()
                .filter(file -> file.first().isAfter(base))
                .mapToLong(LogFile::sizeBytes)
                .sum();
    }

    private void removeIdleFiles() throws IOException {
        RetentionPlan plan = RetentionPlan.plan(catalogue.files(), catalogue.bases(), state.compacted());
        if (plan.files().isEmpty() && plan.bases().isEmpty()) {
            return;
        }
        catalogue.remove(plan);
        positions.removeBefore(catalogue.files().get(0).first());
        // The oldest go first: a crash in between leaves no hole.
        for (LogFile file : plan.files()) {
            Files.deleteIfExists(file.path());
        }
        for (Base base : plan.bases()) {
            Files.deleteIfExists(base.path());
        }
        directory.sync();
    }
}
