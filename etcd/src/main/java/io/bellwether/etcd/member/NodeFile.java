package io.bellwether.etcd.member;

import io.bellwether.etcd.core.Incarnation;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.member.MemberException.Reason;
import io.bellwether.execution.Randomness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;

/**
 * The folder in which a supervisor keeps what it knows about its node; one supervisor has it at a time.
 *
 * <p>Shape: {@code node.json}, replaced whole and synced before anything that it promises; {@code lock};
 * {@code etcd.log}.
 *
 * <p>Threads: one at a time; {@link #close} from any.
 */
final class NodeFile implements AutoCloseable {

    private final Path folder;
    private final FileChannel lock;

    private NodeFile(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** @throws MemberException when another supervisor has it, or it cannot be written */
    static NodeFile open(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isTaken(channel)) {
                channel.close();
                throw new MemberException(
                        Reason.LOCKED,
                        "another supervisor looks after " + folder + "; stop it, or choose another --data-dir");
            }
            return new NodeFile(folder, channel);
        } catch (IOException refused) {
            throw unusable(folder, refused);
        }
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            FileLock taken = channel.tryLock();
            return taken != null;
        } catch (OverlappingFileLockException here) {
            // Another supervisor within this process.
            return false;
        }
    }

    Path log() {
        return folder.resolve("etcd.log");
    }

    Path folder() {
        return folder;
    }

    /** Reads what is known of the node, or makes it a new one. */
    NodeRecord load(RandomGenerator random) {
        Path file = folder.resolve("node.json");
        try {
            if (Files.exists(file)) {
                return NodeRecord.ofJson(Files.readString(file));
            }
        } catch (IOException unreadable) {
            throw unusable(folder, unreadable);
        } catch (JacksonException | IllegalArgumentException wrong) {
            throw new MemberException(
                    Reason.UNREADABLE_STATE,
                    file + " cannot be used: " + wrong.getMessage() + "; run the version that wrote it",
                    wrong);
        }
        NodeRecord fresh = NodeRecord.fresh(new NodeId(Randomness.uuid(random).toString()), incarnation(random));
        save(fresh);
        return fresh;
    }

    static Incarnation incarnation(RandomGenerator random) {
        return new Incarnation(Randomness.uuid(random).toString());
    }

    /** Returns once it is durable. */
    void save(NodeRecord record) {
        try {
            write(folder.resolve("node.json"), record.toJson());
        } catch (IOException refused) {
            throw unusable(folder, refused);
        }
    }

    /** Replaces a file whole: after a crash it has the old text or the new one. */
    static void write(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    private static MemberException unusable(Path folder, IOException why) {
        return new MemberException(Reason.UNUSABLE, "the folder " + folder + " cannot be used: " + why, why);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException gone) {
            throw unusable(folder, gone);
        }
    }
}
