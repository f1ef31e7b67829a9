package io.bellwether.etcd.snapshot;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A folder of snapshots, named by the time at which each was taken, so that their order is that of their names. Files
 * of other names are left alone.
 *
 * <p>Threads: one at a time.
 */
public final class SnapshotFolder {

    private static final String BEGINNING = "snapshot-";
    private static final String ENDING = ".db";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Path folder;

    /** Of this folder; nothing is read or made yet. */
    public SnapshotFolder(Path folder) {
        this.folder = folder;
    }

    /** The file for a snapshot taken at a time; makes the folder, for its owner alone, where it is missing. */
    public Path file(Instant at) throws IOException {
        Files.createDirectories(
                folder,
                java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
                        java.nio.file.attribute.PosixFilePermissions.fromString("rwx------")));
        return folder.resolve(BEGINNING + TIME.format(at) + ENDING);
    }

    /** Whole snapshots, the oldest first. */
    public List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, BEGINNING + "*" + ENDING)) {
            found.forEach(files::add);
        } catch (NoSuchFileException none) {
            return List.of();
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    /** When the newest was taken, by this machine's clock then. */
    public Optional<Instant> newest() throws IOException {
        return files().reversed().stream().flatMap(file -> time(file).stream()).findFirst();
    }

    private static Optional<Instant> time(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            return Optional.of(
                    TIME.parse(name.substring(BEGINNING.length(), name.length() - ENDING.length()), Instant::from));
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }

    /**
     * Keeps the newest.
     *
     * @param count how many, at least one
     * @return those that were removed
     */
    public List<Path> keep(int count) throws IOException {
        List<Path> files = files();
        List<Path> old = files.subList(0, Math.max(0, files.size() - Math.max(1, count)));
        for (Path each : old) {
            Files.delete(each);
        }
        return List.copyOf(old);
    }
}
