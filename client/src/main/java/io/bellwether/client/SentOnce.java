package io.bellwether.client;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The body of a write, handed to the network at most once.
 *
 * <p>{@code java.net.http} starts a request again on its own in three cases: the connection could not be made, the
 * server said that it did not look at the request (HTTP/2), and a pooled connection was dead (only GET and HEAD, unless
 * a system property says otherwise). The first two are harmless; but the promise "at most one attempt" should not hang
 * on that list. So the body is given out once: a second attempt after that fails, and as long as it was not given out,
 * a server that waits for Content-Length bytes cannot have applied anything.
 *
 * <p>Threads: safe from any thread; one atomic reference.
 */
final class SentOnce implements HttpRequest.BodyPublisher {

    private enum State {
        HELD,
        SENT,
        WITHHELD
    }

    private final byte[] body;
    private final AtomicReference<State> state = new AtomicReference<>(State.HELD);

    SentOnce(byte[] body) {
        if (body.length == 0) {
            throw new IllegalArgumentException("the body of a write is never empty");
        }
        this.body = body;
    }

    /** From now on the body is not given out any more; answers whether it was before. */
    boolean withholdOrWasSent() {
        return !state.compareAndSet(State.HELD, State.WITHHELD) && state.get() == State.SENT;
    }

    @Override
    public long contentLength() {
        return body.length;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(new Attempt(subscriber));
    }

    /** One subscription: it is served, or refused, at its first request and silent afterwards. */
    private final class Attempt implements Flow.Subscription {

        private final AtomicBoolean answered = new AtomicBoolean();
        private final Flow.Subscriber<? super ByteBuffer> subscriber;

        Attempt(Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long count) {
            if (answered.getAndSet(true)) {
                return;
            }
            if (state.compareAndSet(State.HELD, State.SENT)) {
                subscriber.onNext(ByteBuffer.wrap(body).asReadOnlyBuffer());
                subscriber.onComplete();
            } else {
                subscriber.onError(new IOException("the request is not sent a second time"));
            }
        }

        @Override
        public void cancel() {
            answered.set(true);
        }
    }
}
