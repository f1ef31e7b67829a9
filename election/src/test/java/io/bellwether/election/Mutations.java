package io.bellwether.election;

import io.bellwether.election.core.Decision;
import io.bellwether.election.core.Effect;
import io.bellwether.election.core.Input;
import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.LockKnowledge;
import io.bellwether.election.core.LockRecord;
import io.bellwether.election.core.Now;
import io.bellwether.election.core.Operation;
import io.bellwether.election.core.OwnWrite;
import io.bellwether.election.core.Phase;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.State;
import io.bellwether.election.core.WriteResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Mistakes that other implementations make, put around the real rules by changing what goes in and what comes out. */
final class Mutations {

    private Mutations() {}

    /** Validity counts from the answer, not from the sending. */
    static final Mutation VALIDITY_FROM_RESPONSE = (identity, timing, rules) -> (state, input, now) -> {
        boolean applied = input instanceof Input.WriteReply reply && reply.result() instanceof WriteResult.Applied;
        return rules.step(applied ? sentNow(state, now) : state, input, now);
    };

    /** The lock is released while the work still stops. */
    static final Mutation RELEASE_BEFORE_DRAIN = (identity, timing, rules) -> (state, input, now) -> {
        Decision decision = rules.step(state, input, now);
        Optional<Long> revoked = decision.effects().stream()
                .flatMap(effect -> effect instanceof Effect.TermRevoked term
                        ? Stream.of(term.term().number())
                        : Stream.empty())
                .findFirst();
        if (revoked.isEmpty()) {
            return decision;
        }
        Decision second = rules.step(decision.state(), new Input.WorkStopped(revoked.get()), now);
        List<Effect> effects = Stream.concat(decision.effects().stream(), second.effects().stream())
                .toList();
        return new Decision(second.state(), effects, second.wakeAtNanos());
    };

    /** A record under one's own name is one's own, whoever wrote it. */
    static final Mutation NO_NONCE = (identity, timing, rules) -> (state, input, now) -> {
        Optional<LockRecord> mine =
                record(input).filter(record -> record.holder().equals(identity.holder()));
        return rules.step(mine.map(record -> owning(state, record)).orElse(state), input, now);
    };

    /** The release trusts that the lock still is one's own, and reads only for a fresh version to write over. */
    static final Mutation CACHED_OWNERSHIP = (identity, timing, rules) -> (state, input, now) -> {
        boolean releasing = state.phase() instanceof Phase.Releasing;
        Optional<LockRecord> seen = record(input).filter(record -> releasing && !record.isFree());
        return rules.step(seen.map(record -> owning(state, record)).orElse(state), input, now);
    };

    /** The holder's renewTime is compared with the local time of day. */
    static final Mutation WALL_CLOCK = (identity, timing, rules) -> (state, input, now) -> {
        boolean expired = state.lock() instanceof LockKnowledge.Seen seen
                && !seen.snapshot().record().isFree()
                && Instant.parse(seen.snapshot().record().renewTime())
                        .plusSeconds(seen.snapshot().record().durationSeconds())
                        .isBefore(now.wallTime());
        return rules.step(expired ? claimable(state) : state, input, now);
    };

    private static Optional<LockRecord> record(Input input) {
        if (input instanceof Input.WatchChanged changed) {
            return Optional.of(changed.snapshot().record());
        }
        return input instanceof Input.ReadReply reply && reply.result() instanceof ReadResult.Found found
                ? Optional.of(found.snapshot().record())
                : Optional.empty();
    }

    private static State sentNow(State state, Now now) {
        Optional<Operation> operation = state.operation()
                .map(each -> new Operation(
                        each.id(),
                        each.write().map(write -> sentAt(write, now.nanos())),
                        each.base(),
                        each.claim(),
                        each.overdueAtNanos()));
        return with(state, operation, state.lastOwn(), state.lock());
    }

    private static OwnWrite sentAt(OwnWrite write, long nanos) {
        return new OwnWrite(
                write.number(), write.purpose(), write.nonce(), write.renewTime(), write.holder(), write.base(), nanos);
    }

    private static State owning(State state, LockRecord record) {
        boolean already = state.operation()
                        .flatMap(Operation::write)
                        .filter(write -> write.isIn(record))
                        .isPresent()
                || state.unresolved().stream().anyMatch(write -> write.isIn(record))
                || state.lastOwn().filter(write -> write.isIn(record)).isPresent();
        if (already) {
            return state;
        }
        OwnWrite pretended = new OwnWrite(
                0, Purpose.RENEW, record.nonce(), record.renewTime(), record.holder(), Optional.empty(), 0);
        return with(state, state.operation(), Optional.of(pretended), state.lock());
    }

    private static State claimable(State state) {
        LockKnowledge.Seen seen = (LockKnowledge.Seen) state.lock();
        return with(
                state,
                state.operation(),
                state.lastOwn(),
                new LockKnowledge.Seen(seen.snapshot(), seen.changedAtNanos(), Long.MIN_VALUE));
    }

    private static State with(
            State state, Optional<Operation> operation, Optional<OwnWrite> lastOwn, LockKnowledge lock) {
        return new State(
                state.phase(),
                state.role(),
                lock,
                operation,
                state.unresolved(),
                lastOwn,
                state.retry(),
                state.watch(),
                state.memory(),
                state.wakeAtNanos());
    }
}
