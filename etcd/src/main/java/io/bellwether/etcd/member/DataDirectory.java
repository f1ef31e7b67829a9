package io.bellwether.etcd.member;

import io.bellwether.etcd.core.DataState;
import io.bellwether.etcd.core.Incarnation;
import io.bellwether.etcd.member.MemberException.Reason;
import io.bellwether.etcd.member.WriteAheadLog.OldForm;
import io.bellwether.etcd.snapshot.SnapshotFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * etcd's data directory.
 *
 * <p>Shape: {@code member/wal/*.wal} is data, nothing else is. {@code bellwether.incarnation} says for which life of
 * which node it was begun, so that a swapped volume is noticed. What moves aside goes to {@code aside/<n>} within, so
 * that the directory may be a mount point; nothing is ever deleted.
 */
final class DataDirectory {

    private static final String MARK = "bellwether.incarnation";

    private final Path root;

    DataDirectory(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** What lies in it, for this life of this node. */
    DataState look(Incarnation own) {
        try {
            List<Path> logs = logs();
            if (logs.isEmpty()) {
                return Files.exists(root.resolve("member")) ? new DataState.Leftovers() : new DataState.Empty();
            }
            String mark = mark();
            if (!mark.equals(own.value())) {
                return new DataState.Foreign("the data in " + root + " is "
                        + (mark.isEmpty() ? "not ours" : "of another node or an earlier life of this one")
                        + "; move it away, or choose another --data-dir");
            }
            return new DataState.Present();
        } catch (IOException unreadable) {
            throw unusable(unreadable);
        }
    }

    /** Whether some process has it open. */
    boolean isLocked() {
        try {
            return isLocked(logs());
        } catch (IOException unreadable) {
            throw unusable(unreadable);
        }
    }

    /** Whether etcd has ever got as far as to write. */
    boolean hasLog() {
        try {
            return !logs().isEmpty();
        } catch (IOException unreadable) {
            throw unusable(unreadable);
        }
    }

    /** Whether a later version of etcd may be unable to read the log. */
    OldForm oldForm() {
        try {
            return WriteAheadLog.oldForm(logs().stream().sorted().toList());
        } catch (IOException unreadable) {
            throw unusable(unreadable);
        }
    }

    private List<Path> logs() throws IOException {
        List<Path> logs = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(root.resolve("member").resolve("wal"), "*.wal")) {
            files.forEach(logs::add);
        } catch (NoSuchFileException none) {
            return List.of();
        }
        return logs;
    }

    /** etcd holds a lock on the logs that it may still write to. */
    private static boolean isLocked(List<Path> logs) throws IOException {
        for (Path log : logs) {
            try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
                FileLock free = channel.tryLock();
                if (free == null) {
                    return true;
                }
                free.release();
            } catch (OverlappingFileLockException never) {
                throw new IllegalStateException("nobody in this process locks " + log, never);
            } catch (NoSuchFileException purged) {
                // etcd itself removes logs that it does not need any more: then it is there.
                return true;
            }
        }
        return false;
    }

    private String mark() throws IOException {
        Path mark = root.resolve(MARK);
        return Files.exists(mark) ? Files.readString(mark).strip() : "";
    }

    /** Makes the directory and says whose it is; before etcd is started in it. */
    void begin(Incarnation own) {
        try {
            Files.createDirectories(root);
            NodeFile.write(root.resolve(MARK), own.value());
        } catch (IOException refused) {
            throw unusable(refused);
        }
    }

    /** Whether it was made for this life of this node, and etcd has left nothing in it since. */
    boolean isUntouched(Incarnation own) {
        try {
            return mark().equals(own.value()) && !Files.exists(root.resolve("member"));
        } catch (IOException unreadable) {
            throw unusable(unreadable);
        }
    }

    /** Moves everything of etcd's aside. */
    void moveAside() {
        Path member = root.resolve("member");
        try {
            if (Files.exists(member)) {
                Path aside = root.resolve("aside");
                Files.createDirectories(aside);
                int number = 1;
                while (Files.exists(aside.resolve(Integer.toString(number)))) {
                    number++;
                }
                Files.move(member, aside.resolve(Integer.toString(number)));
            }
        } catch (IOException refused) {
            throw unusable(refused);
        }
    }

    /**
     * Copies everything of etcd's, while nothing runs on it, and syncs the copy.
     *
     * @param name of the copy under {@code aside}; one that is there is kept
     */
    void backUp(String name) {
        Path copy = root.resolve("aside").resolve(name);
        if (Files.exists(copy)) {
            return;
        }
        Path unfinished = root.resolve("aside").resolve(name + ".next");
        try {
            SnapshotFile.remove(unfinished);
            Files.createDirectories(unfinished);
            try (Stream<Path> files = Files.walk(root.resolve("member"))) {
                for (Path each : files.toList()) {
                    copy(each, unfinished.resolve(root.relativize(each)));
                }
            }
            Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException refused) {
            throw unusable(refused);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            Files.createDirectories(to);
            return;
        }
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Where data is made ready, on the same disk. */
    Path scratch() {
        return root.resolve("restoring");
    }

    /**
     * Moves what is here aside and puts other data in its place.
     *
     * @param other a data directory on the same disk
     * @param own the life of the node that begins with it
     */
    void replaceBy(Path other, Incarnation own) {
        try {
            begin(own);
            moveAside();
            Files.move(other.resolve("member"), root.resolve("member"), StandardCopyOption.ATOMIC_MOVE);
            Files.delete(other);
        } catch (IOException refused) {
            throw unusable(refused);
        }
    }

    private MemberException unusable(IOException why) {
        return new MemberException(Reason.UNUSABLE, "the data directory " + root + " cannot be used: " + why, why);
    }
}
