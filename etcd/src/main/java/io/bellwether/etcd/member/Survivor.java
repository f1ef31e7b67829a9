package io.bellwether.etcd.member;

import io.bellwether.etcd.member.MemberException.Reason;
import io.bellwether.etcd.snapshot.Copy;
import io.bellwether.etcd.snapshot.Result;
import io.bellwether.etcd.snapshot.SnapshotFile;
import io.bellwether.etcd.snapshot.SnapshotTool;
import io.bellwether.etcd.snapshot.SnapshotTool.Facts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * What a member that is left has: the snapshot that its supervisor saved when the quorum was gone, or its database as
 * it lies there, whichever is further. The first has everything that the member had applied; the second, after a crash,
 * may lack the last tenth of a second. An etcd that is started without a quorum cannot be asked.
 */
final class Survivor {

    private Survivor() {}

    /** @throws MemberException when nothing is left */
    static Copy find(Path stateDir, Path dataDir, SnapshotTool tool) throws IOException {
        Optional<Copy> salvage = Optional.of(stateDir.resolve("salvage.db"))
                .filter(file -> Files.exists(file) && SnapshotFile.checksum(file) instanceof Result.Done<String>)
                .map(file -> new Copy(file, Copy.Checksum.AT_END));
        Optional<Copy> database = database(stateDir, dataDir);
        Optional<Copy> furthest =
                revision(database, tool) > revision(salvage, tool) ? database : salvage.or(() -> database);
        return furthest.orElseThrow(() -> new MemberException(
                Reason.REFUSED, "there is no data in " + dataDir + " and none was saved; restore from a snapshot"));
    }

    /** A copy: what restores must never touch the original. */
    private static Optional<Copy> database(Path stateDir, Path dataDir) throws IOException {
        Path original = dataDir.resolve("member").resolve("snap").resolve("db");
        if (!Files.exists(original)) {
            return Optional.empty();
        }
        Path copy = stateDir.resolve("survivor.db");
        Files.copy(original, copy, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
        return Optional.of(new Copy(copy, Copy.Checksum.NONE));
    }

    private static long revision(Optional<Copy> copy, SnapshotTool tool) {
        return copy.isPresent() && tool.facts(copy.get().file()) instanceof Result.Done<Facts>(Facts facts)
                ? facts.revision()
                : -1;
    }
}
