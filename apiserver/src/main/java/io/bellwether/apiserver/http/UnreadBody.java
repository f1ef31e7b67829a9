package io.bellwether.apiserver.http;

import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Takes the body of a refused request off the connection and throws it away, before the refusal is sent: a connection
 * that is closed while its client still writes is reset, and the reset overtakes the answer.
 *
 * <p>Units and limits: as many bytes as a body may have, for a second at most; what comes after that is cut off. Not
 * where the client waits for a 100 (Continue), for it has sent nothing yet; not on HTTP/2, where a stream ends alone.
 *
 * <p>Threads: blocks the calling (virtual) thread.
 */
final class UnreadBody {

    private static final Duration DISCARD_TIME = Duration.ofSeconds(1);

    private final int sizeLimit;
    private final Clock clock;

    UnreadBody(int sizeLimit, Clock clock) {
        this.sizeLimit = sizeLimit;
        this.clock = clock;
    }

    /** Discards what has not been read; nobody may be waiting for the request's content. */
    void discard(Request request) throws InterruptedException {
        if (request.getHeaders().contains(HttpHeader.EXPECT)) {
            return;
        }
        Deadline deadline = Deadline.after(clock, DISCARD_TIME);
        long discarded = 0;
        boolean last = false;
        while (!last && discarded <= sizeLimit) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                if (!awaitContent(request, deadline, clock)) {
                    return;
                }
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

    /** Waits until there is content to read; false when the deadline came first, and then nobody can wait again. */
    static boolean awaitContent(Request request, Deadline deadline, Clock clock) throws InterruptedException {
        Semaphore arrived = new Semaphore(0);
        request.demand(Invocable.from(Invocable.InvocationType.NON_BLOCKING, arrived::release));
        return arrived.tryAcquire(deadline.remaining(clock).toNanos(), TimeUnit.NANOSECONDS);
    }
}
