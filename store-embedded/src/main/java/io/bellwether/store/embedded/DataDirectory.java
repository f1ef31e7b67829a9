package io.bellwether.store.embedded;

import io.bellwether.store.Revision;
import io.bellwether.store.StoreException;
import io.bellwether.store.StoreException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The files of a store: {@code log-<first revision>-<number>}, {@code base-<revision>}, {@code FORMAT}, {@code LOCK},
 * {@code ballast}, and unfinished ones that end in {@code .tmp}.
 *
 * <p>Names of files that matter appear only by a rename after their content was synced; the directory is synced after
 * each change of names that durability depends on.
 *
 * <p>Threads: safe from any thread; blocks on the disk.
 */
record DataDirectory(Path path) {

    static final String LOG_PREFIX = "log-";
    static final String BASE_PREFIX = "base-";
    static final String UNFINISHED = ".tmp";

    /** Digits of a revision in a name, so that the order of names is the order of revisions. */
    private static final int DIGITS = 19;

    private static final int FORMAT = 1;
    /** Only the store's: others keep files in the same directory. */
    private static final String OWN_UNFINISHED = "{space-,base-,FORMAT}*" + UNFINISHED;

    private static final String FORMAT_PREFIX = "bellwether store format ";
    private static final Set<StandardOpenOption> NEW_FILE =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** A file with a revision in its name. */
    record Numbered(Path path, Revision revision) {}

    /** Makes the directory when it is missing, and says what a newer program has put there. */
    void prepare() {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path, OWNER_ONLY_DIRECTORY);
            }
            checkFormat();
        } catch (IOException unusable) {
            throw unusable("cannot be used", unusable);
        }
    }

    /** Fails when the directory has no store, or one of a newer format. */
    void requireStore() {
        if (!Files.isRegularFile(path.resolve("FORMAT"))) {
            throw new StoreException(Reason.UNUSABLE, path + " holds no store", null);
        }
        try {
            checkFormat();
        } catch (IOException unreadable) {
            throw unusable("cannot be read", unreadable);
        }
    }

    boolean hasStore() {
        return Files.exists(path.resolve("FORMAT"));
    }

    private void checkFormat() throws IOException {
        Path file = path.resolve("FORMAT");
        if (!Files.exists(file)) {
            return;
        }
        String text = Files.readString(file).strip();
        int format = text.startsWith(FORMAT_PREFIX) ? number(text.substring(FORMAT_PREFIX.length())) : 0;
        if (format > FORMAT) {
            throw new StoreException(
                    Reason.FORMAT_TOO_NEW,
                    path + " has store format " + format + ", this program knows up to " + FORMAT
                            + ": use the newer program, or restore a backup into another directory",
                    null);
        }
        if (format < 1) {
            throw new StoreException(Reason.CORRUPT, file + " is damaged: it names no format", null);
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException damaged) {
            return 0;
        }
    }

    /**
     * Writes the format down, if that has not been done, removes what was left unfinished, and makes durable what names
     * there are: the process before may have died between a rename and its sync.
     */
    void begin() throws IOException {
        if (!hasStore()) {
            Path unfinished = path.resolve("FORMAT" + UNFINISHED);
            try (FileChannel channel = create(unfinished)) {
                channel.write(ByteBuffer.wrap((FORMAT_PREFIX + FORMAT + "\n").getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            rename(unfinished, path.resolve("FORMAT"));
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, OWN_UNFINISHED)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        sync();
    }

    /** The log's files, oldest first. */
    List<Numbered> segments() throws IOException {
        return numbered(LOG_PREFIX);
    }

    /** The bases, oldest first. */
    List<Numbered> bases() throws IOException {
        return numbered(BASE_PREFIX);
    }

    /** Bases and log. */
    Set<Numbered> numbered() throws IOException {
        Set<Numbered> all = new HashSet<>(bases());
        all.addAll(segments());
        return all;
    }

    private List<Numbered> numbered(String prefix) throws IOException {
        List<Numbered> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, prefix + "[0-9]*")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.endsWith(UNFINISHED)) {
                    found.add(new Numbered(
                            file,
                            new Revision(Long.parseLong(name.substring(prefix.length(), prefix.length() + DIGITS)))));
                }
            }
        }
        found.sort(Comparator.comparing(Numbered::path));
        return found;
    }

    /** A name for a new file of the log; files without commits may have been begun at the same revision before. */
    Path segment(Revision first) {
        int number = 0;
        Path file;
        do {
            file = path.resolve(LOG_PREFIX + String.format("%019d-%05d", first.value(), number++));
        } while (Files.exists(file));
        return file;
    }

    Path base(Revision revision) {
        return path.resolve(BASE_PREFIX + String.format("%019d", revision.value()));
    }

    /** A new, empty file that only its owner may read. */
    static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, NEW_FILE, OWNER_ONLY);
    }

    /** Gives a file its final name, durably. */
    void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        sync();
    }

    /** Makes the names of the files durable. */
    void sync() throws IOException {
        try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** Bytes that can still be written; 0 when the directory is gone. */
    long usableBytes() {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException gone) {
            return 0;
        }
    }

    private StoreException unusable(String what, IOException cause) {
        return new StoreException(Reason.UNUSABLE, "the data directory " + path + " " + what + ": " + cause, cause);
    }
}
