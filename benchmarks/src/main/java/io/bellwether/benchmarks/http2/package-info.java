/**
 * An HTTP/2 client that costs little: what a load generator needs of RFC 9113 and RFC 7541, and nothing else.
 *
 * <p>It shares the machine with the server that it measures, so each microsecond here is taken from the server.
 * Requests are bytes, responses are handed over on the connection's reader thread, a chain of requests needs no second
 * thread, and all that a reader thread sends while it works off what it has read goes out in one write.
 */
@NullMarked
package io.bellwether.benchmarks.http2;

import org.jspecify.annotations.NullMarked;
