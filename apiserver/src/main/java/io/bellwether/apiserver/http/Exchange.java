package io.bellwether.apiserver.http;

import io.bellwether.apimachinery.Status;
import io.bellwether.apiserver.metrics.RequestLabels;
import io.bellwether.store.Bytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * One request and its answer, which is given exactly once.
 *
 * <p>Threads: the request's thread; the end is reported from whichever thread wrote the last byte.
 */
final class Exchange {

    static final HttpField JSON = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
    static final HttpField YAML = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/yaml");

    private static final HttpField NO_CACHE = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-cache, private");

    private final Request request;
    private final Response response;
    private final ExchangeLog.Entry entry;
    private final Completion completion;
    private boolean isBodyTaken;

    /**
     * The answer's end is reported to {@code entry}, with its HTTP status, once, after its last byte was written or
     * could not be.
     */
    Exchange(Request request, Response response, Callback callback, String auditId, ExchangeLog.Entry entry) {
        this.request = request;
        this.response = response;
        this.entry = entry;
        this.completion = new Completion(response, callback, entry);
        response.getHeaders().put(AuditIds.HEADER, auditId).put(NO_CACHE);
    }

    /** Says what the request counts as. */
    void label(RequestLabels labels) {
        entry.label(labels);
    }

    Request request() {
        return request;
    }

    Response response() {
        return response;
    }

    HttpFields headers() {
        return request.getHeaders();
    }

    /** The value of a header, the empty string when it is missing. */
    String header(HttpHeader name) {
        String value = request.getHeaders().get(name);
        return value == null ? "" : value;
    }

    void addWarnings(List<String> warnings) {
        for (String warning : warnings) {
            response.getHeaders().add("Warning", WarningHeader.format(warning));
        }
    }

    /** Says that the request's body is being read, and so is not to be discarded. */
    void takeBody() {
        isBodyTaken = true;
    }

    /** Discards the body, where a client of HTTP/1.1 may still be writing it and nobody has begun to read it. */
    void discardBody(UnreadBody unread) throws InterruptedException {
        if (!isBodyTaken && isHttp1()) {
            unread.discard(request);
        }
    }

    /** Answers with a whole body. */
    void answer(int status, HttpField contentType, Bytes body) {
        response.setStatus(status);
        response.getHeaders().put(contentType);
        finish(ByteBuffer.wrap(body.shared()));
    }

    /** Sends the last part of an answer. */
    void finish(ByteBuffer last) {
        response.write(true, last, completion);
    }

    /**
     * Answers with a Status; when a part of another answer is already sent, cuts the connection or stream, which is all
     * that is left to say.
     */
    void refuse(Status status) {
        if (response.isCommitted()) {
            cut(status.asException());
            return;
        }
        if (status.details().retryAfterSeconds() > 0) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, status.details().retryAfterSeconds());
        }
        answer(status.code(), JSON, StatusBody.of(status));
    }

    /** Tells an HTTP/1.1 client that this connection is not to be used again. HTTP/2 has GOAWAY for that. */
    void closeConnectionAfterwards() {
        if (isHttp1()) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
    }

    /** Ends without an answer: closes the connection, or resets the stream. */
    void cut(Throwable cause) {
        completion.failed(cause);
    }

    private boolean isHttp1() {
        return request.getConnectionMetaData().getHttpVersion().compareTo(HttpVersion.HTTP_2) < 0;
    }

    private static final class Completion implements Callback {

        private final Response response;
        private final Callback callback;
        private final ExchangeLog.Entry entry;
        private final AtomicBoolean ended = new AtomicBoolean();

        Completion(Response response, Callback callback, ExchangeLog.Entry entry) {
            this.response = response;
            this.callback = callback;
            this.entry = entry;
        }

        @Override
        public void succeeded() {
            if (ended.compareAndSet(false, true)) {
                callback.succeeded();
                entry.ended(response.getStatus());
            }
        }

        @Override
        public void failed(Throwable cause) {
            if (ended.compareAndSet(false, true)) {
                callback.failed(cause);
                entry.ended(response.getStatus());
            }
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
