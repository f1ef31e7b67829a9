package io.bellwether.apiserver.http;

import io.bellwether.apimachinery.Status;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import io.bellwether.store.Bytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads a request's body as a whole, up to a size and a deadline.
 *
 * <p>Units and limits: a body that announces more than the limit is refused unread; one that turns out larger is
 * refused at the first byte too many. Of a refused body as much again as the limit is taken off the connection and
 * thrown away, for a second at most: a connection that is closed while its client still writes is reset, and the reset
 * overtakes the answer. A body that trickles in is given up at the deadline.
 *
 * <p>Threads: blocks the calling (virtual) thread.
 */
final class BodyReader {

    private static final int FIRST_SIZE = 4096;
    private static final Duration DISCARD_TIME = Duration.ofSeconds(1);

    private final int sizeLimit;
    private final Clock clock;

    BodyReader(int sizeLimit, Clock clock) {
        this.sizeLimit = sizeLimit;
        this.clock = clock;
    }

    Bytes read(Request request, Deadline deadline) throws InterruptedException {
        long announced = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        if (announced > sizeLimit) {
            discard(request);
            throw tooLarge();
        }
        byte[] body = new byte[announced >= 0 ? (int) announced : FIRST_SIZE];
        int size = 0;
        while (true) {
            Content.Chunk chunk = next(request, deadline);
            ByteBuffer content = chunk.getByteBuffer();
            int count = content.remaining();
            if (size + count > sizeLimit) {
                boolean whole = chunk.isLast();
                chunk.release();
                if (!whole) {
                    discard(request);
                }
                throw tooLarge();
            }
            if (size + count > body.length) {
                body = Arrays.copyOf(body, Math.min(sizeLimit, Math.max(size + count, body.length * 2)));
            }
            content.get(body, size, count);
            size += count;
            boolean last = chunk.isLast();
            chunk.release();
            if (last) {
                return Bytes.wrap(size == body.length ? body : Arrays.copyOf(body, size));
            }
        }
    }

    private void discard(Request request) throws InterruptedException {
        Deadline deadline = Deadline.after(clock, DISCARD_TIME);
        long discarded = 0;
        boolean last = false;
        while (!last && discarded <= sizeLimit && awaitContent(request, deadline)) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                continue;
            }
            if (Content.Chunk.isFailure(chunk)) {
                return;
            }
            discarded += chunk.remaining();
            last = chunk.isLast();
            chunk.release();
        }
    }

    private Content.Chunk next(Request request, Deadline deadline) throws InterruptedException {
        Content.Chunk chunk = request.read();
        while (chunk == null) {
            if (!awaitContent(request, deadline)) {
                throw Status.timeout("the body of the request did not arrive in time", 0)
                        .asException();
            }
            chunk = request.read();
        }
        if (Content.Chunk.isFailure(chunk)) {
            throw new ClientGoneException(chunk.getFailure());
        }
        return chunk;
    }

    private boolean awaitContent(Request request, Deadline deadline) throws InterruptedException {
        Semaphore arrived = new Semaphore(0);
        request.demand(Invocable.from(Invocable.InvocationType.NON_BLOCKING, arrived::release));
        return arrived.tryAcquire(deadline.remaining(clock).toNanos(), TimeUnit.NANOSECONDS);
    }

    private RuntimeException tooLarge() {
        return Status.requestEntityTooLarge(
                        "the body of the request is larger than the limit of " + sizeLimit + " bytes")
                .asException();
    }
}
