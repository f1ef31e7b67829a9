package io.bellwether.client;

import org.jspecify.annotations.Nullable;

/** A configuration that cannot be used. The message is one line for a person: which file or entry, what is wrong. */
public final class ClientConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What is wrong with the configuration. */
    public enum Reason {
        /** A file, context, cluster or user that is named does not exist. */
        MISSING,
        /** A file cannot be read. */
        UNREADABLE,
        /** A file or an entry has not the form it must have. */
        MALFORMED,
        /** It asks for something that this client does not do. */
        UNSUPPORTED
    }

    /** With the exception that led to it, if one did. */
    public ClientConfigException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Of its own. */
    public ClientConfigException(Reason reason, String message) {
        this(reason, message, null);
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }
}
