package io.bellwether.election.core;

import io.bellwether.election.core.State.Memory;
import io.bellwether.election.core.State.Retry;
import io.bellwether.election.core.State.Role;
import io.bellwether.election.core.State.WatchState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One step in the making: a copy of the state that the rules change one after the other, and the effects collected so
 * far.
 *
 * <p>Threads: lives and dies within one call of {@link ElectionMachine#step}.
 */
final class Turn {

    final Candidacy candidacy;
    final Identity identity;
    final ElectionTiming timing;
    final Now now;
    final List<Effect> effects = new ArrayList<>();

    Phase phase;
    Role role;
    LockKnowledge lock;
    Optional<Operation> operation;
    List<OwnWrite> unresolved;
    Optional<OwnWrite> lastOwn;
    Retry retry;
    WatchState watch;
    Memory memory;

    Turn(Candidacy candidacy, State state, Now now) {
        this.candidacy = candidacy;
        this.identity = candidacy.identity();
        this.timing = candidacy.timing();
        this.now = now;
        this.phase = state.phase();
        this.role = state.role();
        this.lock = state.lock();
        this.operation = state.operation();
        this.unresolved = state.unresolved();
        this.lastOwn = state.lastOwn();
        this.retry = state.retry();
        this.watch = state.watch();
        this.memory = state.memory();
    }

    Decision decide(long wakeAtNanos) {
        State next = new State(phase, role, lock, operation, unresolved, lastOwn, retry, watch, memory, wakeAtNanos);
        return new Decision(next, effects, wakeAtNanos);
    }

    void emit(Effect effect) {
        effects.add(effect);
    }

    void notice(Notice notice) {
        effects.add(new Effect.Noticed(notice));
    }

    long after(Duration duration) {
        return now.nanos() + duration.toNanos();
    }

    boolean hasCome(long nanos) {
        return now.nanos() >= nanos;
    }

    boolean isForLife() {
        return candidacy.tenure() == Candidacy.Tenure.LIFE;
    }

    /** What the record says while this candidate leads. */
    long leaseSeconds() {
        return isForLife() ? LockRecord.LIFE_SECONDS : timing.leaseDuration().toSeconds();
    }

    /** Whether the record, as far as known, is this candidate's own last write, and held. */
    boolean holdsLock() {
        return lock instanceof LockKnowledge.Seen seen
                && !seen.snapshot().record().isFree()
                && lastOwn.isPresent()
                && lastOwn.get().isIn(seen.snapshot().record());
    }

    void mustRead() {
        retry = retry.with(Retry.Next.READ);
    }

    void mayActFreely() {
        retry = retry.with(Retry.Next.ANY);
    }

    void watch(WatchState.Standing standing, int failures, long notBeforeNanos) {
        watch = new WatchState(standing, failures, watch.denials(), notBeforeNanos);
    }
}
