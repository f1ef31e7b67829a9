package io.bellwether.apimachinery;

import java.util.Objects;

/** A request cannot be served; carries the Status that the client receives. */
public final class StatusException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Status status;

    public StatusException(Status status) {
        super(Objects.requireNonNull(status, "status").message());
        this.status = status;
    }

    public StatusException(Status status, Throwable cause) {
        super(Objects.requireNonNull(status, "status").message(), cause);
        this.status = status;
    }

    /** What the client is told. */
    public Status status() {
        return status;
    }

    /** The reason of {@link #status()}. */
    public StatusReason reason() {
        return status.reason();
    }
}
