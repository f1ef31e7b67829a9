package io.bellwether.apiserver.http.core;

import java.time.Duration;
import java.util.Optional;

/**
 * What was seen of a connection at a moment: by comparing two sightings a client is found that keeps a connection open
 * without getting on with a request (slow-loris), however busily it trickles bytes.
 *
 * @param stage what the connection does
 * @param sinceNanos when it was first seen in this stage
 * @param requests how many requests it has brought so far
 * @param bytesIn how many bytes it has brought so far
 */
public record ConnectionSighting(Stage stage, long sinceNanos, long requests, long bytesIn) {

    /** What a connection does, and how long it may. */
    public enum Stage {
        /** TLS is not established. */
        HANDSHAKE(Duration.ofSeconds(15)),
        /** No request yet. */
        FRESH(Duration.ofSeconds(60)),
        /** A part of a request's head has arrived. */
        READING(Duration.ofSeconds(20)),
        /** Between requests: long, so that clients rarely send one while we close. */
        IDLE(Duration.ofMinutes(10)),
        /** A request is being answered; deadlines of its own bound that. */
        BUSY(Duration.ofDays(3650));

        private final Duration limit;

        Stage(Duration limit) {
            this.limit = limit;
        }
    }

    /**
     * What a connection shows from the outside.
     *
     * @param protocol which it speaks
     * @param requests how many requests it has brought so far
     * @param open how many of them are not answered yet
     * @param bytesIn how many bytes it has brought so far
     */
    public record Counters(Protocol protocol, long requests, long open, long bytesIn) {}

    /** The protocol of a connection. */
    public enum Protocol {
        UNDECIDED,
        HTTP_1,
        HTTP_2
    }

    /** The sighting of a connection now, given the one before. */
    public static ConnectionSighting of(Optional<ConnectionSighting> before, Counters now, long nowNanos) {
        Stage stage = stage(before, now);
        boolean same = before.isPresent() && before.get().stage == stage && before.get().requests == now.requests;
        if (!same) {
            return new ConnectionSighting(stage, nowNanos, now.requests, now.bytesIn);
        }
        return new ConnectionSighting(stage, before.get().sinceNanos, now.requests, before.get().bytesIn);
    }

    /** Whether the connection has been in its stage for longer than it may. */
    public boolean isOverdue(long nowNanos) {
        return nowNanos - sinceNanos > stage.limit.toNanos();
    }

    private static Stage stage(Optional<ConnectionSighting> before, Counters now) {
        if (now.protocol == Protocol.UNDECIDED) {
            return Stage.HANDSHAKE;
        }
        if (now.open > 0) {
            return Stage.BUSY;
        }
        return switch (now.protocol) {
            // Pings and window updates come between requests as well.
            case HTTP_2 -> now.requests == 0 ? Stage.FRESH : Stage.IDLE;
            default -> isReading(before, now) ? Stage.READING : now.requests == 0 ? Stage.FRESH : Stage.IDLE;
        };
    }

    private static boolean isReading(Optional<ConnectionSighting> before, Counters now) {
        if (now.requests == 0) {
            return now.bytesIn > 0;
        }
        return before.filter(last -> last.requests == now.requests)
                .filter(last -> last.stage == Stage.READING || (last.stage == Stage.IDLE && now.bytesIn > last.bytesIn))
                .isPresent();
    }
}
