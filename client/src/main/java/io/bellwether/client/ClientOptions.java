package io.bellwether.client;

import java.time.Duration;

/**
 * How a client behaves, whatever the server.
 *
 * @param userAgent names the program in the server's log
 * @param connectTimeout for name, TCP and TLS together; longer after {@link ApiClient#dropConnections}, by and by
 * @param replyLimitBytes a longer reply is not read to its end but becomes a fault
 */
public record ClientOptions(String userAgent, Duration connectTimeout, int replyLimitBytes) {

    /** Twice the list of 100 000 small objects, and still a bound. */
    private static final int REPLY_LIMIT_BYTES = 512 << 20;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** One attempt of an election must leave time for another (election.md 6.5). */
    private static final Duration ELECTION_CONNECT_TIMEOUT = Duration.ofSeconds(1);

    /** For everything but elections. */
    public static ClientOptions of(String userAgent) {
        return new ClientOptions(userAgent, CONNECT_TIMEOUT, REPLY_LIMIT_BYTES);
    }

    /** For a client that serves one election and nothing else: no other traffic can delay a renewal. */
    public static ClientOptions forElection(String userAgent) {
        return new ClientOptions(userAgent + " leader-election", ELECTION_CONNECT_TIMEOUT, REPLY_LIMIT_BYTES);
    }
}
