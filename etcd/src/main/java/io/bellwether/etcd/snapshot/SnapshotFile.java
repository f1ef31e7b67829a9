package io.bellwether.etcd.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A snapshot as etcd sends it: the database, and behind it the SHA-256 of the database. */
public final class SnapshotFile {

    private static final int SUM_BYTES = 32;

    /** The database consists of pages, so that their end shows whether a checksum follows. */
    private static final int PAGE_BYTES = 512;

    private static final int BUFFER_BYTES = 1 << 16;

    private SnapshotFile() {}

    /**
     * Compares the checksum at the end with what is before it.
     *
     * @return the checksum, in hexadecimal digits
     */
    public static Result<String> checksum(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            long size = Files.size(file);
            if (size <= SUM_BYTES || size % PAGE_BYTES != SUM_BYTES) {
                return new Result.Failed<>(file + " has no checksum at its end: it is no whole snapshot");
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            long left = size - SUM_BYTES;
            while (left > 0) {
                int read = bytes.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
                if (read == 0) {
                    return new Result.Failed<>(file + " ends too early");
                }
                digest.update(buffer, 0, read);
                left -= read;
            }
            String found = HexFormat.of().formatHex(digest.digest());
            String said = HexFormat.of().formatHex(bytes.readNBytes(SUM_BYTES));
            return found.equals(said)
                    ? new Result.Done<>(found)
                    : new Result.Failed<>(file + " is damaged: its checksum is another one");
        } catch (IOException unreadable) {
            return new Result.Failed<>(file + " cannot be read: " + unreadable);
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException("every Java has SHA-256", never);
        }
    }

    /**
     * Verifies a snapshot: its checksum, and, where etcd's program is there, a restore into a scratch directory, which
     * is removed again.
     *
     * @param tool empty: the checksum alone is looked at
     * @param scratch must not exist
     * @return how it was verified, and what it has, for people
     */
    public static Result<String> verify(Path file, Optional<SnapshotTool> tool, Path scratch) {
        Result<String> sum = checksum(file);
        if (sum instanceof Result.Failed<String> || tool.isEmpty()) {
            return sum instanceof Result.Done<String> ? new Result.Done<>("by its checksum alone") : sum;
        }
        Seed seed = new Seed("verify", List.of("http://127.0.0.1:2380"), "verify", 0);
        try {
            return switch (tool.get().restore(new Copy(file, Copy.Checksum.AT_END), seed, scratch)) {
                case Result.Failed<Path>(String why) -> new Result.Failed<>(why);
                case Result.Done<Path> done -> facts(file, tool.get());
            };
        } finally {
            remove(scratch);
        }
    }

    private static Result<String> facts(Path file, SnapshotTool tool) {
        return switch (tool.facts(file)) {
            case Result.Failed<SnapshotTool.Facts>(String why) -> new Result.Failed<>(why);
            case Result.Done<SnapshotTool.Facts>(SnapshotTool.Facts facts) ->
                new Result.Done<>("restored by " + tool + ": revision " + facts.revision() + ", " + facts.keys()
                        + " keys, " + facts.sizeBytes() + " bytes");
        };
    }

    /** Removes what a restore made; never what a member had. */
    public static void remove(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException kept) {
            throw new java.io.UncheckedIOException("what was restored on trial cannot be removed", kept);
        }
    }
}
