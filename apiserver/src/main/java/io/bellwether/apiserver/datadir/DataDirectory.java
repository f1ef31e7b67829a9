package io.bellwether.apiserver.datadir;

import io.bellwether.apiserver.datadir.ServerException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The directory that holds everything one server keeps: certificates, tokens, the administrator's kubeconfig; the store
 * lives in it too.
 *
 * <p>Threads: immutable; one process at a time writes (the store's lock sees to that).
 *
 * <p>Errors: {@link ServerException} with {@code DIRECTORY_UNUSABLE} or {@code NO_SPACE}, naming the path.
 */
public record DataDirectory(Path root) {

    private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER = PosixFilePermissions.fromString("rwx------");

    /** Who may read a file besides its owner. */
    public enum Access {
        /** Nobody: mode 0600. */
        OWNER("rw-------"),
        /** Everybody: mode 0644. */
        EVERYBODY("rw-r--r--");

        private final String permissions;

        Access(String permissions) {
            this.permissions = permissions;
        }

        private FileAttribute<?> attribute() {
            return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
        }
    }

    public DataDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /** The folder of keys and certificates. */
    public Path certificates() {
        return root.resolve("pki");
    }

    /** The static bearer tokens. */
    public Path tokens() {
        return root.resolve("tokens.csv");
    }

    /** The kubeconfig with which the owner of the directory administers the server. */
    public Path adminKubeconfig() {
        return root.resolve("admin.kubeconfig");
    }

    /** Creates the directory and its folders, for the owner only, as far as they are missing. */
    public void create() {
        try {
            FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY_FOLDER);
            Files.createDirectories(root, ownerOnly);
            Files.createDirectories(certificates(), ownerOnly);
        } catch (IOException e) {
            throw unusable("create", root, e);
        }
    }

    /** The bytes of a file; empty when it does not exist. */
    public Optional<byte[]> read(Path file) {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unusable("read", file, e);
        }
    }

    /**
     * Replaces a file as a whole: after a crash it has the old content or the new, and the new is durable once this
     * returns.
     *
     * @param file in this directory or one of its folders, which exist
     */
    public void write(Path file, byte[] content, Access access) {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.deleteIfExists(draft);
            Set<StandardOpenOption> create = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (FileChannel channel = FileChannel.open(draft, create, access.attribute())) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unusable("write", file, e);
        }
    }

    private ServerException unusable(String action, Path file, IOException cause) {
        if (isFull()) {
            return new ServerException(
                    Reason.NO_SPACE,
                    "cannot " + action + " " + file + ": the disk is full; free space on it or choose another"
                            + " directory with --data-dir",
                    cause);
        }
        String why = cause instanceof AccessDeniedException ? "permission denied" : String.valueOf(cause.getMessage());
        return new ServerException(
                Reason.DIRECTORY_UNUSABLE,
                "cannot " + action + " " + file + ": " + why + "; make it usable for this user or choose another"
                        + " directory with --data-dir",
                cause);
    }

    /**
     * Whether its file system is full. Java has no error code for that; less than a page left is the disk's own word
     * for it.
     */
    public boolean isFull() {
        try {
            return Files.exists(root) && Files.getFileStore(root).getUsableSpace() < 4096;
        } catch (IOException e) {
            return false;
        }
    }
}
