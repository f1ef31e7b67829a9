package io.bellwether.etcd.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Snapshots, which the gateway sends in pieces. */
final class Snapshots {

    /** A database may have gigabytes. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final Set<StandardOpenOption> WHOLE =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);

    /** A snapshot has every secret that the cluster has. */
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private Snapshots() {}

    static Answer<Long> save(Calls calls, URI server, Path file) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.deleteIfExists(unfinished);
            Answer<Long> saved =
                    calls.lines(server, "/v3/maintenance/snapshot", LIMIT, lines -> write(lines, unfinished));
            if (saved instanceof Answer.Given) {
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
                syncFolder(file);
            } else {
                // On a full disk nothing must be left of the attempt.
                Files.deleteIfExists(unfinished);
            }
            return saved;
        } catch (IOException refused) {
            return new Answer.Silent<>("the snapshot cannot be kept as " + file + ": " + refused);
        }
    }

    private static void syncFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    private static long write(Stream<String> lines, Path file) {
        try (FileChannel channel = FileChannel.open(file, WHOLE, OWNER_ONLY)) {
            long remaining = 1;
            for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
                JsonNode part = Calls.parse(each.next()).path("result");
                remaining = Long.parseLong(part.path("remaining_bytes").asString("0"));
                ByteBuffer bytes = ByteBuffer.wrap(
                        Base64.getDecoder().decode(part.path("blob").asString("")));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            if (remaining != 0) {
                throw new IOException(remaining + " bytes are missing");
            }
            channel.force(true);
            return channel.size();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
