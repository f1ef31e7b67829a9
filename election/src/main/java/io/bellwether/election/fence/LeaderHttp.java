package io.bellwether.election.fence;

import io.bellwether.election.Leadership;
import io.bellwether.election.LeadershipLostException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;

/**
 * Sends HTTP requests of a leader, and refuses those that change something once its term is over.
 *
 * <p>Shape: GET, HEAD, OPTIONS and TRACE always pass; any other method only while the leadership is valid. This narrows
 * the window and does not close it: between the check and the arrival of the request lies a pause of any length. A
 * service that can compare is sent the token as well, in {@value #TOKEN_HEADER}, and refuses smaller ones than it has
 * seen; then it is P3.
 *
 * <p>Threads: safe from any thread; {@link #send} blocks.
 *
 * <p>Errors: {@link LeadershipLostException} for a request that was not sent; otherwise as {@link HttpClient#send}.
 *
 * <p>Source: election §4.6.
 */
public record LeaderHttp(HttpClient http, Leadership leadership) {

    /** Carries the fencing token. */
    public static final String TOKEN_HEADER = "Bellwether-Fencing-Token";

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    /** Sends the request, with the token, if it may be sent. */
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        if (!SAFE_METHODS.contains(request.method())) {
            leadership.check();
        }
        HttpRequest marked = HttpRequest.newBuilder(request, (name, value) -> !name.equalsIgnoreCase(TOKEN_HEADER))
                .header(TOKEN_HEADER, Long.toString(leadership.fencingToken().value()))
                .build();
        return http.send(marked, body);
    }
}
