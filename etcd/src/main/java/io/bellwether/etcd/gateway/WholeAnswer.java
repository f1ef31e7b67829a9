package io.bellwether.etcd.gateway;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A request whose whole answer comes within its time, or none. The JDK's limit ends when the answer begins: a server
 * that stands still in the middle of one would be waited for without end.
 *
 * <p>Threads: safe from any thread; blocks its caller for no longer than the request's timeout.
 *
 * <p>Errors: {@link IOException}, of it {@link HttpTimeoutException} when the time is over.
 */
public final class WholeAnswer {

    private WholeAnswer() {}

    /**
     * Sends the request.
     *
     * @param request with a timeout
     */
    public static HttpResponse<String> of(HttpClient http, HttpRequest request)
            throws IOException, InterruptedException {
        Duration timeout =
                request.timeout().orElseThrow(() -> new IllegalArgumentException("no timeout for " + request.uri()));
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException over) {
            HttpTimeoutException late = new HttpTimeoutException("the whole answer did not come within " + timeout);
            late.initCause(over);
            throw late;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException broken ? broken : new IOException(failed.getCause());
        } finally {
            // Ends the exchange, where it has not ended.
            answer.cancel(true);
        }
    }
}
