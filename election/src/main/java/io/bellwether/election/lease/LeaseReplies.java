package io.bellwether.election.lease;

import io.bellwether.apimachinery.Status;
import io.bellwether.client.Fault;
import io.bellwether.client.Reply;
import io.bellwether.election.core.Failure;
import io.bellwether.election.core.Input.WatchLoss;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import java.time.Duration;
import java.util.Optional;

/** Translates what an API server answers into what a lock's outcomes are. */
final class LeaseReplies {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private LeaseReplies() {}

    static ReadResult read(Reply reply) {
        return switch (reply) {
            case Reply.Success success -> new ReadResult.Found(LeaseObjects.snapshot(success.object()));
            case Reply.Failure failure when failure.status().code() == NOT_FOUND -> new ReadResult.Missing();
            case Reply.Failure failure -> new ReadResult.Failed(refusal(failure));
            case Reply.Unreachable unreachable -> new ReadResult.Failed(unreachable(unreachable.fault()));
            case Reply.Unknown unknown -> new ReadResult.Failed(unreachable(unknown.fault()));
        };
    }

    static WriteResult created(Reply reply) {
        return reply instanceof Reply.Failure failure && failure.status().code() == NOT_FOUND
                // Not the Lease is missing but its namespace.
                ? new WriteResult.Rejected(new Failure(
                        Failure.Kind.INVALID, Optional.empty(), failure.status().message()))
                : written(reply);
    }

    static WriteResult updated(Reply reply) {
        return reply instanceof Reply.Failure failure && failure.status().code() == NOT_FOUND
                ? new WriteResult.Conflict(Optional.of(new ReadResult.Missing()))
                : written(reply);
    }

    private static WriteResult written(Reply reply) {
        return switch (reply) {
            case Reply.Success success -> new WriteResult.Applied(LeaseObjects.snapshot(success.object()));
            case Reply.Failure failure
            when failure.status().code() == CONFLICT -> new WriteResult.Conflict(Optional.empty());
            // The server gave up in the middle: the write may have been committed.
            case Reply.Failure failure
            when failure.status().code() >= SERVER_ERROR -> new WriteResult.Unknown(refusal(failure));
            case Reply.Failure failure -> new WriteResult.Rejected(refusal(failure));
            case Reply.Unreachable unreachable -> new WriteResult.Rejected(unreachable(unreachable.fault()));
            case Reply.Unknown unknown -> new WriteResult.Unknown(unreachable(unknown.fault()));
        };
    }

    /** Whether a refused watch can be had soon, or only once somebody has changed the set-up. */
    static WatchLoss refusedWatch(Status status) {
        boolean maybeSoon =
                status.code() == UNAUTHORIZED || status.code() == TOO_MANY_REQUESTS || status.code() >= SERVER_ERROR;
        return maybeSoon ? WatchLoss.BROKEN : WatchLoss.FORBIDDEN;
    }

    /** A time-out leaves a connection that may be half dead. */
    static boolean isTimeout(Reply reply) {
        return switch (reply) {
            case Reply.Unreachable unreachable -> unreachable.fault().kind() == Fault.Kind.TIMEOUT;
            case Reply.Unknown unknown -> unknown.fault().kind() == Fault.Kind.TIMEOUT;
            case Reply.Success success -> false;
            case Reply.Failure failure -> false;
        };
    }

    static Failure interrupted() {
        return Failure.of(Failure.Kind.UNREACHABLE, "interrupted while waiting for the API server");
    }

    private static Failure refusal(Reply.Failure failure) {
        Status status = failure.status();
        Optional<Duration> retryAfter = failure.retryAfter();
        return new Failure(kind(status.code()), retryAfter, status.code() + " " + status.message());
    }

    private static Failure.Kind kind(int code) {
        return switch (code) {
            case UNAUTHORIZED, FORBIDDEN -> Failure.Kind.FORBIDDEN;
            case TOO_MANY_REQUESTS -> Failure.Kind.THROTTLED;
            default -> code >= SERVER_ERROR ? Failure.Kind.SERVER_ERROR : Failure.Kind.INVALID;
        };
    }

    private static Failure unreachable(Fault fault) {
        return Failure.of(Failure.Kind.UNREACHABLE, fault.message());
    }
}
