package io.bellwether.apiserver.datadir;

import org.jspecify.annotations.Nullable;

/**
 * The world kept the server from starting or going on. The message is one sentence for people: what, why, and what to
 * do.
 */
public final class ServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of obstacle. */
    public enum Reason {
        /** The data directory cannot be read or written: missing permission, not a directory. */
        DIRECTORY_UNUSABLE,
        /** The file system of the data directory is full. */
        NO_SPACE,
        /** A file of the data directory does not hold what it should. */
        FILE_DAMAGED,
        /** Another program listens on the address. */
        ADDRESS_IN_USE,
        /** The address is not one of this machine, or the port is reserved for the superuser. */
        ADDRESS_UNUSABLE,
        /** The server did not become ready, or did not stop, within its time. */
        TIMEOUT
    }

    private final Reason reason;

    /** States what was attempted and what stood in the way. */
    public ServerException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What kind of obstacle. */
    public Reason reason() {
        return reason;
    }
}
