package io.bellwether.apiserver.http;

import io.bellwether.apiserver.request.WatchStream;
import io.bellwether.store.Bytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * Sends the events of one watch as they come: what is ready goes out in one write, so that an idle stream is flushed
 * per event and a busy one in batches.
 *
 * <p>Threads: the request's virtual thread, for the life of the watch. A client that went away or takes nothing ends
 * it: the stream is closed from Jetty's thread, which wakes this one.
 */
final class WatchWriter {

    /** Nothing is to be done in between; the stream wakes its reader when it ends. */
    private static final Duration WAIT = Duration.ofSeconds(30);

    /** Bytes: one write copies at most this much together; a larger event goes out as it is. */
    private static final int BATCH_SIZE = 32 * 1024;

    private final Exchange exchange;
    private final ResponseWriter writer;
    private final DrainGate gate;

    WatchWriter(Exchange exchange, ResponseWriter writer, DrainGate gate) {
        this.exchange = exchange;
        this.writer = writer;
        this.gate = gate;
    }

    /** Sends until the stream ends; closes it. */
    void run(WatchStream stream) throws InterruptedException {
        DrainGate.WatchHandle handle = stream::close;
        gate.beginWatch(handle);
        try (stream) {
            exchange.request().addFailureListener(failure -> stream.close());
            writer.flushHeaders();
            WatchStream.Next next = stream.next(WAIT);
            while (!(next instanceof WatchStream.End)) {
                send(next);
                next = stream.next(WAIT);
            }
        } finally {
            gate.endWatch(handle);
        }
        exchange.finish(ByteBuffer.allocate(0));
    }

    private void send(WatchStream.Next next) throws InterruptedException {
        if (next instanceof WatchStream.Frames(List<Bytes> frames)) {
            sendAll(frames);
        }
    }

    private void sendAll(List<Bytes> frames) throws InterruptedException {
        int index = 0;
        while (index < frames.size()) {
            int end = index + 1;
            int size = frames.get(index).size();
            while (end < frames.size() && size + frames.get(end).size() <= BATCH_SIZE) {
                size += frames.get(end++).size();
            }
            writer.write(
                    end == index + 1
                            ? ByteBuffer.wrap(frames.get(index).shared())
                            : join(frames.subList(index, end), size));
            index = end;
        }
    }

    private static ByteBuffer join(List<Bytes> frames, int size) {
        ByteBuffer batch = ByteBuffer.allocate(size);
        frames.forEach(frame -> batch.put(frame.shared()));
        return batch.flip();
    }
}
