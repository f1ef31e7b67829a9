package io.bellwether.apiserver.endpoint;

/**
 * Answers GET requests for a path and the paths below it.
 *
 * <p>Threads: called on many virtual threads at once; may block for a short time.
 *
 * <p>Errors: a {@code StatusException} becomes that Status; any other exception a 500.
 */
@FunctionalInterface
public interface Endpoint {

    /** The answer to one request. */
    EndpointReply get(EndpointRequest request);
}
