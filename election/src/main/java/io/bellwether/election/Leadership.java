package io.bellwether.election;

import io.bellwether.election.core.EndReason;
import io.bellwether.election.core.FencingToken;
import io.bellwether.election.core.Term;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One term of this process as the leader.
 *
 * <p>Validity is a pure function of the clock: it ends by itself when renewals stop being acknowledged, even if no
 * thread of the process runs in the meantime. Once {@link #isValid} has answered false it never answers true again
 * (G-E3).
 *
 * <p>Units and limits: a check tells about the moment of the check. What happens between it and its effect, a pause or
 * a packet on its way, only a fence can stop: send {@link #fencingToken} along with every write.
 *
 * <p>Threads: safe from any thread; nothing here blocks.
 */
public final class Leadership {

    /** Stands for an ended term; moments count from zero, so that no clock shows less. */
    private static final long ENDED = Long.MIN_VALUE;

    private final Term term;
    private final String identity;
    private final Clock clock;
    private final long originNanos;
    private final AtomicLong validUntil;
    private final CompletableFuture<EndReason> ended = new CompletableFuture<>();
    private volatile long heldUntil;

    /** @param validUntilNanos counted from {@code originNanos} on the clock */
    Leadership(Term term, String identity, Clock clock, long originNanos, long validUntilNanos) {
        this.term = term;
        this.identity = identity;
        this.clock = clock;
        this.originNanos = originNanos;
        this.validUntil = new AtomicLong(validUntilNanos);
        this.heldUntil = validUntilNanos;
    }

    /** Whether this process may act as the leader at this moment: one read of the clock and one of memory. */
    public boolean isValid() {
        long until = validUntil.get();
        return now() < until || isValidAfterAll(until);
    }

    /** Does nothing while the leadership is valid. */
    public void check() {
        if (!isValid()) {
            throw new LeadershipLostException("Term " + term.number() + " of " + identity + " (token " + term.token()
                    + ") is over: " + (ended.isDone() ? ended.join() : EndReason.VALIDITY_EXPIRED));
        }
    }

    /** How long the leadership stays valid without another renewal; zero once it is over. */
    public Duration remaining() {
        long until = validUntil.get();
        return until == ENDED ? Duration.ZERO : Duration.ofNanos(Math.max(0, until - now()));
    }

    /**
     * Until when the lock is certainly held: nobody else can be leader before. Stays when the term is revoked, so that
     * work that is being stopped knows by when it must be over.
     */
    public Deadline deadline() {
        return new Deadline(originNanos + heldUntil);
    }

    /** The number that grows with every term of anybody; resources that remember it refuse deposed leaders. */
    public FencingToken fencingToken() {
        return term.token();
    }

    /** Counts the terms of this candidate, from 1. */
    public long term() {
        return term.number();
    }

    /** The holder's name, as the record has it. */
    public String identity() {
        return identity;
    }

    /** Completes with the reason when the term is over, on the election's executor. */
    public CompletionStage<EndReason> ended() {
        return ended.minimalCompletionStage();
    }

    /**
     * Publishes a longer validity.
     *
     * @return false when the old one had already passed: somebody may have seen that, and the term must not come back
     */
    boolean extend(long untilNanos) {
        long until = validUntil.get();
        if (now() >= until || !validUntil.compareAndSet(until, untilNanos)) {
            validUntil.set(ENDED);
            return false;
        }
        heldUntil = untilNanos;
        return true;
    }

    /** Makes it invalid for good. */
    void revoke() {
        validUntil.set(ENDED);
    }

    /** Tells those who wait for the end. */
    void announceEnd(EndReason reason) {
        ended.complete(reason);
    }

    /**
     * The slow path: the moment read has passed. It is made final, unless a longer validity was published meanwhile.
     */
    private boolean isValidAfterAll(long until) {
        return until != ENDED && !validUntil.compareAndSet(until, ENDED) && isValid();
    }

    private long now() {
        return clock.nanos() - originNanos;
    }
}
