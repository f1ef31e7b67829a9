package io.bellwether.store.embedded;

import io.bellwether.store.Bytes;
import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import io.bellwether.store.StoreException.Reason;
import io.bellwether.store.backup.BackupReader;
import io.bellwether.store.backup.BackupWriter;
import io.bellwether.store.index.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * What can be done with a store's files without opening it: check, back up, restore.
 *
 * <p>Threads: {@link #check} and {@link #backup} may run beside the process that has the store open: they only read,
 * and see everything that was acknowledged before they began.
 */
public final class StoreFiles {

    /**
     * How far a restore raises the revision: further than any client can have seen beyond the backup, and still exact
     * in a double.
     */
    public static final long REVISION_JUMP = 1_000_000_000_000L;

    /** How far a restore raises each fencing token: more than the changes of holder since any backup. */
    public static final long TOKEN_JUMP = 1_000_000L;

    /** Where the fencing tokens are: each value is a decimal number. */
    static final KeyRange FENCES = KeyRange.prefix("/fences/");

    private StoreFiles() {}

    /**
     * What a check found: no damage.
     *
     * @param revision the newest one
     * @param compacted the oldest readable one
     * @param live the live entries
     * @param logFiles files of the log
     * @param logBytes bytes of these files
     * @param bases files with all live entries of a revision
     */
    public record Report(
            Revision revision, Revision compacted, Store.Stats live, int logFiles, long logBytes, int bases) {}

    /**
     * Reads everything and verifies each checksum, the chain of the log, and that its revisions have no gap.
     *
     * @throws StoreException with {@code CORRUPT}, naming file and place, {@code FORMAT_TOO_NEW} or {@code UNUSABLE}
     */
    public static Report check(Path dataDir) {
        DataDirectory directory = new DataDirectory(dataDir);
        directory.requireStore();
        return Beside.read(directory, () -> verified(Recovery.read(directory, 0)));
    }

    private static Report verified(Recovery.Recovered found) {
        for (Base base : found.bases()) {
            verify(base);
        }
        Version newest = found.history().current();
        return new Report(
                newest.revision(),
                found.compacted(),
                newest.tree().stats(KeyRange.ALL),
                found.files().size(),
                found.files().stream().mapToLong(LogFile::sizeBytes).sum(),
                found.bases().size());
    }

    private static void verify(Base base) {
        try (InputStream in = base.open()) {
            new BackupReader(base.path().toString(), in).forEachRemaining(entry -> {});
        } catch (IOException unreadable) {
            throw new StoreException(Reason.UNUSABLE, base.path() + " cannot be read: " + unreadable, unreadable);
        }
    }

    /**
     * Writes a backup of the newest revision.
     *
     * @return the revision of the backup
     * @throws StoreException as {@link #check}
     */
    public static Revision backup(Path dataDir, OutputStream out) throws IOException {
        DataDirectory directory = new DataDirectory(dataDir);
        directory.requireStore();
        Version newest = Beside.read(directory, () -> Recovery.read(directory, 0))
                .history()
                .current();
        BackupWriter.write(newest.revision(), newest.tree().iterator(), out);
        return newest.revision();
    }

    /**
     * Makes a store from a backup. Its revision is {@value #REVISION_JUMP} above the backup's and each fencing token is
     * raised by {@value #TOKEN_JUMP}, so that for clients neither goes back, whatever happened after the backup.
     *
     * @param dataDir a directory without a store
     * @return the revision of the new store
     * @throws StoreException with {@code UNUSABLE} when the directory has a store already, {@code CORRUPT} when the
     *     backup is damaged; then no store has come into being
     */
    public static Revision restore(InputStream backup, Path dataDir) {
        DataDirectory directory = new DataDirectory(dataDir);
        if (directory.hasStore()) {
            throw new StoreException(
                    Reason.UNUSABLE, dataDir + " holds a store already: restore into another directory", null);
        }
        directory.prepare();
        try (DirectoryLock lock = DirectoryLock.take(dataDir)) {
            BackupReader reader = new BackupReader("the backup", backup);
            Revision revision = new Revision(Math.addExact(reader.revision().value(), REVISION_JUMP));
            Base.write(directory, revision, raised(reader, revision));
            directory.begin();
            return revision;
        } catch (IOException unusable) {
            throw new StoreException(
                    Reason.UNUSABLE, "the store in " + dataDir + " cannot be written: " + unusable, unusable);
        }
    }

    private static Iterator<KeyValue> raised(BackupReader reader, Revision revision) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return reader.hasNext();
            }

            @Override
            public KeyValue next() {
                KeyValue entry = reader.next();
                return FENCES.contains(entry.key()) ? raisedToken(entry, revision) : entry;
            }
        };
    }

    private static KeyValue raisedToken(KeyValue fence, Revision revision) {
        try {
            long token = Math.addExact(Long.parseLong(fence.value().utf8().strip()), TOKEN_JUMP);
            return new KeyValue(fence.key(), Bytes.utf8(Long.toString(token)), fence.createRevision(), revision);
        } catch (NumberFormatException | ArithmeticException noToken) {
            throw new StoreException(
                    Reason.CORRUPT, "the backup's " + fence.key() + " is not a fencing token", noToken);
        }
    }
}
