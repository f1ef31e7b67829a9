package io.bellwether.benchmarks.http2;

/**
 * One stream: a request and its response.
 *
 * <p>Threads: the window and the body belong to the connection's lock, the count of received bytes to its reader
 * thread.
 */
final class Exchange {

    final int id;
    final ResponseListener listener;
    private final byte[] body;
    private int bodySent;
    private long sendWindowBytes;
    private int unacknowledgedBytes;

    Exchange(int id, Request request, ResponseListener listener, long sendWindowBytes) {
        this.id = id;
        this.listener = listener;
        this.body = request.body();
        this.sendWindowBytes = sendWindowBytes;
    }

    void widen(long bytes) {
        sendWindowBytes += bytes;
    }

    boolean isSent() {
        return bodySent == body.length;
    }

    /** Writes as much of the body as the stream's window and this limit allow; answers how much. */
    int writeBody(FrameWriter out, long limitBytes) {
        int length = (int) Math.min(body.length - bodySent, Math.min(limitBytes, sendWindowBytes));
        if (length <= 0) {
            return 0;
        }
        int flags = bodySent + length == body.length ? FrameType.END_STREAM : 0;
        out.frame(FrameType.DATA, flags, id, body, bodySent, length);
        bodySent += length;
        sendWindowBytes -= length;
        return length;
    }

    /** Counts what was received; answers how much is to be acknowledged now, which is nothing most of the time. */
    int received(int bytes, int thresholdBytes) {
        unacknowledgedBytes += bytes;
        if (unacknowledgedBytes < thresholdBytes) {
            return 0;
        }
        int acknowledged = unacknowledgedBytes;
        unacknowledgedBytes = 0;
        return acknowledged;
    }
}
