package io.bellwether.apiserver.http;

import io.bellwether.apimachinery.Status;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import io.bellwether.store.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads a request's body as a whole, up to a size and a deadline.
 *
 * <p>Units and limits: a body that announces more than the limit is refused unread; one that turns out larger is
 * refused at the first byte too many. The rest of a refused body is {@linkplain UnreadBody thrown away}. A body that
 * trickles in is given up at the deadline.
 *
 * <p>Threads: blocks the calling (virtual) thread.
 */
final class BodyReader {

    private static final int FIRST_SIZE = 4096;

    private final int sizeLimit;
    private final UnreadBody unread;
    private final Clock clock;

    BodyReader(int sizeLimit, UnreadBody unread, Clock clock) {
        this.unread = unread;
        this.sizeLimit = sizeLimit;
        this.clock = clock;
    }

    Bytes read(Request request, Deadline deadline) throws InterruptedException {
        long announced = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        if (announced > sizeLimit) {
            unread.discard(request);
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
                    unread.discard(request);
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

    private Content.Chunk next(Request request, Deadline deadline) throws InterruptedException {
        Content.Chunk chunk = request.read();
        while (chunk == null) {
            if (!UnreadBody.awaitContent(request, deadline, clock)) {
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

    private RuntimeException tooLarge() {
        return Status.requestEntityTooLarge(
                        "the body of the request is larger than the limit of " + sizeLimit + " bytes")
                .asException();
    }
}
