package io.bellwether.apiserver.certs;

import io.bellwether.apiserver.datadir.DataDirectory;
import io.bellwether.apiserver.datadir.DataDirectory.Access;
import io.bellwether.apiserver.datadir.ServerException;
import io.bellwether.apiserver.datadir.ServerException.Reason;
import io.bellwether.certificates.Credential;
import io.bellwether.certificates.Pem;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * The folder of keys and certificates: each credential is one file {@code <name>.pem}, mode 0600, key and certificate
 * together, so that no crash separates them.
 */
record KeyFolder(DataDirectory directory) {

    /** The credential; empty when its file does not exist. */
    Optional<Credential> read(String name) {
        Path file = file(name);
        return directory.read(file).map(pem -> parse(file, pem));
    }

    void write(String name, Credential credential) {
        directory.write(file(name), Pem.encode(credential), Access.OWNER);
    }

    private static Credential parse(Path file, byte[] pem) {
        try {
            return Pem.credential(pem);
        } catch (GeneralSecurityException e) {
            throw new ServerException(
                    Reason.FILE_DAMAGED,
                    "cannot use " + file + ": " + e.getMessage() + "; restore it from a backup, or move it away to"
                            + " have a new one made",
                    e);
        }
    }

    private Path file(String name) {
        return directory.certificates().resolve(name + ".pem");
    }
}
