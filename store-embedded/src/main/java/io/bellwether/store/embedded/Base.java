package io.bellwether.store.embedded;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.bellwether.store.Key;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import io.bellwether.store.backup.BackupReader;
import io.bellwether.store.backup.BackupWriter;
import io.bellwether.store.index.Version;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All live entries of one revision in a file, in the format of a backup: where the log may begin.
 *
 * <p>Threads: any; reading blocks on the disk. The index of its blocks is made at the first search.
 */
final class Base {

    private static final int BUFFER_BYTES = 1 << 20;

    private final Path path;
    private final Revision revision;
    private final long sizeBytes;
    private final ReentrantLock indexing = new ReentrantLock();

    @GuardedBy("indexing")
    private @Nullable NavigableMap<String, Long> blocks;

    Base(Path path, Revision revision) throws IOException {
        this.path = path;
        this.revision = revision;
        this.sizeBytes = Files.size(path);
    }

    Path path() {
        return path;
    }

    Revision revision() {
        return revision;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** Writes a base under its final name, durably. */
    static Base write(DataDirectory directory, Version version) throws IOException {
        return write(directory, version.revision(), version.tree().iterator());
    }

    /** Writes a base of these entries; when reading them fails, no base has come into being. */
    static Base write(DataDirectory directory, Revision revision, Iterator<KeyValue> entries) throws IOException {
        Path file = directory.base(revision);
        Path unfinished = directory.path().resolve(file.getFileName() + DataDirectory.UNFINISHED);
        try {
            try (FileChannel channel = DataDirectory.create(unfinished)) {
                OutputStream out = new BufferedOutputStream(new SyncingOutputStream(channel), BUFFER_BYTES);
                BackupWriter.write(revision, entries, out);
                out.flush();
                channel.force(true);
            }
            directory.rename(unfinished, file);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        return new Base(file, revision);
    }

    InputStream open() throws IOException {
        return new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
    }

    /** The entry of the key at this base's revision. */
    Optional<KeyValue> find(Key key) {
        try {
            Map.Entry<String, Long> block = index().floorEntry(key.value());
            if (block == null) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(path)) {
                in.skipNBytes(block.getValue());
                return BackupReader.readBlock(path.toString(), in, block.getValue()).stream()
                        .filter(entry -> entry.key().equals(key))
                        .findFirst();
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private NavigableMap<String, Long> index() throws IOException {
        NavigableMap<String, Long> known = knownIndex();
        return known == null ? readIndex() : known;
    }

    private @Nullable NavigableMap<String, Long> knownIndex() {
        indexing.lock();
        try {
            return blocks;
        } finally {
            indexing.unlock();
        }
    }

    private NavigableMap<String, Long> readIndex() throws IOException {
        NavigableMap<String, Long> found = new TreeMap<>();
        try (InputStream in = open()) {
            BackupReader reader = new BackupReader(path.toString(), in);
            reader.forEachRemaining(entry -> {});
            reader.blocks().forEach(block -> found.put(block.firstKey(), block.offset()));
        }
        indexing.lock();
        try {
            blocks = found;
        } finally {
            indexing.unlock();
        }
        return found;
    }
}
