package io.bellwether.benchmarks.http;

import io.bellwether.benchmarks.http2.Http2Exception;
import io.bellwether.benchmarks.http2.ResponseListener;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One watch: takes its events apart, notes how late each is, and checks that revisions grow from event to event and
 * that the numbers of the writes add up.
 *
 * <p>Threads: confined to its connection's reader thread; what others may read is in atomic fields.
 */
final class Watcher implements ResponseListener {

    private static final byte[] REVISION_MARKER = "\"resourceVersion\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SEQUENCE_MARKER = ConfigMaps.SEQUENCE_MARKER.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEWLINE = {'\n'};
    private static final byte[] MODIFIED = "{\"type\":\"MODIFIED\"".getBytes(StandardCharsets.US_ASCII);

    private final WriteLog writes;
    private final Samples lags;
    private final Runnable opened;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sequenceSum = new AtomicLong();
    private byte[] partial = new byte[0];
    private long lastRevision;
    private volatile Optional<String> problem = Optional.empty();

    /**
     * @param lags shared by the watchers of one connection
     * @param opened told when the server has answered
     */
    Watcher(WriteLog writes, Samples lags, Runnable opened) {
        this.writes = writes;
        this.lags = lags;
        this.opened = opened;
    }

    long received() {
        return received.get();
    }

    long sequenceSum() {
        return sequenceSum.get();
    }

    Optional<String> problem() {
        return problem;
    }

    @Override
    public void onStatus(int status) {
        if (status != 200) {
            problem = Optional.of("a watch was answered with " + status);
        }
        opened.run();
    }

    @Override
    public void onData(byte[] buffer, int offset, int length) {
        long now = System.nanoTime();
        int from = offset;
        int end = offset + length;
        for (int newline = newline(buffer, from, end); newline >= 0; newline = newline(buffer, from, end)) {
            if (partial.length == 0) {
                event(buffer, from, newline, now);
            } else {
                byte[] line = appended(buffer, from, newline);
                partial = new byte[0];
                event(line, 0, line.length, now);
            }
            from = newline + 1;
        }
        if (from < end) {
            partial = appended(buffer, from, end);
        }
    }

    /** From the end: an event is mostly a frame of its own, whose last byte is the newline. */
    private static int newline(byte[] buffer, int from, int end) {
        int single = end - 1;
        if (end > from && buffer[single] == '\n' && Bytes.indexOf(buffer, from, single, NEWLINE) < 0) {
            return single;
        }
        return Bytes.indexOf(buffer, from, end, NEWLINE);
    }

    private byte[] appended(byte[] buffer, int from, int to) {
        byte[] whole = Arrays.copyOf(partial, partial.length + to - from);
        System.arraycopy(buffer, from, whole, partial.length, to - from);
        return whole;
    }

    private void event(byte[] bytes, int from, int to, long now) {
        if (Bytes.indexOf(bytes, from, Math.min(to, from + MODIFIED.length), MODIFIED) != from) {
            problem = Optional.of(
                    "unexpected event: " + new String(bytes, from, Math.min(to - from, 300), StandardCharsets.UTF_8));
            return;
        }
        long revision = Bytes.numberAfter(bytes, from, to, REVISION_MARKER);
        long sequence = Bytes.numberAfter(bytes, from, to, SEQUENCE_MARKER);
        if (revision <= lastRevision) {
            problem = Optional.of("revision " + revision + " came after " + lastRevision);
        }
        lastRevision = revision;
        if (writes.isMeasured(sequence)) {
            lags.add(now - writes.startedAt(sequence));
        }
        sequenceSum.set(sequenceSum.get() + sequence);
        received.set(received.get() + 1);
    }

    @Override
    public void onEnd() {
        problem = Optional.of("the server ended a watch");
    }

    @Override
    public void onFailure(Http2Exception failure) {
        problem = Optional.of("a watch failed: " + failure.getMessage());
    }
}
