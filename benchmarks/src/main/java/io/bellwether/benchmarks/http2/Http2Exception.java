package io.bellwether.benchmarks.http2;

/** A connection that cannot be opened, is lost, or broke the protocol; or a stream that the server reset. */
public final class Http2Exception extends RuntimeException {

    /** With what happened. */
    public Http2Exception(String message) {
        super(message);
    }

    /** With what happened and why. */
    public Http2Exception(String message, Throwable cause) {
        super(message, cause);
    }
}
