package io.bellwether.etcd.snapshot;

import java.nio.file.Path;

/**
 * A copy of a database.
 *
 * @param checksum whether etcd put one at its end
 */
public record Copy(Path file, Checksum checksum) {

    /** Whether a copy can be verified by itself. */
    public enum Checksum {
        /** It was sent by etcd, with a checksum behind the database. */
        AT_END,
        /** It is the plain file of a member. */
        NONE
    }
}
