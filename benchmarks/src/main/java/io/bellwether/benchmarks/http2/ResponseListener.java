package io.bellwether.benchmarks.http2;

/**
 * Hears of one response.
 *
 * <p>Threads: all methods are called on the connection's reader thread, in order; they must not block. They may send
 * further requests.
 */
public interface ResponseListener {

    /** The status has arrived. */
    void onStatus(int status);

    /** A part of the body; the bytes belong to the connection and change after the call. */
    void onData(byte[] buffer, int offset, int length);

    /** The response is complete. */
    void onEnd();

    /** The response will not be completed: the stream was reset, or the connection is lost. */
    void onFailure(Http2Exception failure);
}
