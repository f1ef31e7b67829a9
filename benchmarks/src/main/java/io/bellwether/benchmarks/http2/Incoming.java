package io.bellwether.benchmarks.http2;

/**
 * What the reader thread does with each frame.
 *
 * <p>Threads: confined to the reader thread.
 */
final class Incoming implements FrameReader.Handler {

    private final Streams streams;
    private final Runnable settingsArrived;
    private final int acknowledgeAtBytes;
    private int unacknowledgedBytes;

    /** @param acknowledgeAtBytes how much is received before the server is told, on a stream and on the connection */
    Incoming(Streams streams, int acknowledgeAtBytes, Runnable settingsArrived) {
        this.streams = streams;
        this.acknowledgeAtBytes = acknowledgeAtBytes;
        this.settingsArrived = settingsArrived;
    }

    @Override
    public void headers(int stream, int status, boolean isLast) {
        Exchange exchange = streams.find(stream, isLast);
        if (exchange == null) {
            return;
        }
        exchange.listener.onStatus(status);
        if (isLast) {
            exchange.listener.onEnd();
        }
    }

    @Override
    public void data(int stream, byte[] buffer, int offset, int length, int flowBytes, boolean isLast) {
        receivedOnConnection(flowBytes);
        Exchange exchange = streams.find(stream, isLast);
        if (exchange == null) {
            return;
        }
        if (length > 0) {
            exchange.listener.onData(buffer, offset, length);
        }
        if (isLast) {
            exchange.listener.onEnd();
            return;
        }
        int acknowledged = exchange.received(flowBytes, acknowledgeAtBytes);
        if (acknowledged > 0) {
            streams.windowUpdate(stream, acknowledged);
        }
    }

    private void receivedOnConnection(int bytes) {
        unacknowledgedBytes += bytes;
        if (unacknowledgedBytes >= acknowledgeAtBytes) {
            streams.windowUpdate(0, unacknowledgedBytes);
            unacknowledgedBytes = 0;
        }
    }

    @Override
    public void reset(int stream, int code) {
        Exchange exchange = streams.find(stream, true);
        if (exchange != null) {
            exchange.listener.onFailure(new Http2Exception("the server reset the stream, code " + code));
        }
    }

    @Override
    public void goAway(int lastStream, int code) {
        if (code != 0) {
            throw new Http2Exception("the server ended the connection at stream " + lastStream + ", code " + code);
        }
    }

    @Override
    public void windowUpdate(int stream, int increment) {
        streams.widen(stream, increment);
    }

    @Override
    public void setting(int number, int value) {
        streams.set(number, value);
    }

    @Override
    public void settingsEnd() {
        streams.acknowledge(FrameType.SETTINGS, new byte[0]);
        settingsArrived.run();
    }

    @Override
    public void ping(byte[] payload) {
        streams.acknowledge(FrameType.PING, payload);
    }
}
