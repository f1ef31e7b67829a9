package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.etcd.security.JoinToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** The file with a join token: for its owner only, or for a service that the system hands it to. */
final class TokenFile {

    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /**
     * Who may let its group read: the file is in the hands of the system then. A credential of systemd is such a file;
     * what the service's user may do with it is said by an access list, whose mask shows as the group's rights.
     */
    private static final String SYSTEM = "root";

    private TokenFile() {}

    static JoinToken read(Path file) {
        try {
            Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            others.removeAll(OWNER);
            if (Files.getOwner(file).getName().equals(SYSTEM)) {
                others.remove(PosixFilePermission.GROUP_READ);
            }
            if (!others.isEmpty()) {
                throw CommandFailure.of(file + " may be read by others, and with it they may join; chmod 600 it");
            }
            return JoinToken.parse(Files.readString(file))
                    .orElseThrow(() ->
                            CommandFailure.of(file + " holds no join token; make one with bellwether etcd token"));
        } catch (IOException unreadable) {
            throw CommandFailure.of(
                    "the join token in " + file + " cannot be read: " + unreadable + "; name another --token-file",
                    unreadable);
        }
    }

    /** Writes a new file; never over another one. */
    static void create(Path file, JoinToken token) {
        try {
            Path created = Files.createFile(
                    file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(created, token.secretText() + "\n");
        } catch (IOException refused) {
            throw CommandFailure.of(
                    "the join token cannot be written to " + file + ": " + refused + "; choose another --file",
                    refused);
        }
    }
}
