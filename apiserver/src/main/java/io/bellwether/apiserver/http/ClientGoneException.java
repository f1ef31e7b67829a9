package io.bellwether.apiserver.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The connection or stream broke, or the client took nothing for too long: there is nobody to answer. */
final class ClientGoneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClientGoneException(@Nullable Throwable cause) {
        super(cause);
    }

    /** As the stream of a list must throw it. */
    IOException asIoException() {
        return new IOException("the client is gone", this);
    }
}
