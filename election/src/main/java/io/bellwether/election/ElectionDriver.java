package io.bellwether.election;

import io.bellwether.election.core.Decision;
import io.bellwether.election.core.Effect;
import io.bellwether.election.core.Failure;
import io.bellwether.election.core.Input;
import io.bellwether.election.core.Now;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.State;
import io.bellwether.election.core.Term;
import io.bellwether.election.core.WriteResult;
import io.bellwether.execution.Invariant;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Mailbox;
import io.bellwether.execution.Scheduler;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Performs what the rules decide: the only place where an election touches the clock, the lock's store and the timers.
 *
 * <p>Threads: the mailbox owns every mutable field; public methods only post to it. Nothing here blocks, and user code
 * runs elsewhere. The current leadership is published in a volatile field, for readers.
 *
 * <p>Errors: an exception out of a step is a bug. The leadership is revoked, the driver stops for good, and the
 * exception goes to the thread's handler.
 */
final class ElectionDriver {

    /** Waiting inputs are few: one answer, one watch delivery, one tick, and what the user asks. */
    private static final int MAILBOX_CAPACITY = 1_024;

    private final Machine machine;
    private final LockStore lock;
    private final Rules rules;
    private final String identity;
    private final TermHost host;
    private final Mailbox mailbox;
    private final long originNanos;

    /** Written by the mailbox alone; others read a value that is whole. */
    private volatile State state;

    private Scheduler.@Nullable Timer timer;
    private long timerAtNanos = Long.MAX_VALUE;
    private @Nullable WatchInbox inbox;
    private LockStore.@Nullable Watch watch;
    private boolean broken;
    private volatile Optional<Leadership> leadership = Optional.empty();

    ElectionDriver(Machine machine, LockStore lock, Rules rules, String identity, State.Role role, TermHost host) {
        this.machine = machine;
        this.lock = lock;
        this.rules = rules;
        this.identity = identity;
        this.host = host;
        this.mailbox = new Mailbox("election-" + lock.name(), machine.executor(), MAILBOX_CAPACITY);
        this.originNanos = machine.clock().nanos();
        this.state = State.initial(role);
    }

    void start() {
        post(new Input.Start());
    }

    /** @param successor who is to lead next; empty for anybody */
    void resign(String successor) {
        post(new Input.Resign(successor));
    }

    void pause() {
        post(new Input.Pause());
    }

    void resume() {
        post(new Input.Resume());
    }

    void close() {
        post(new Input.Close());
    }

    void workEnded(long term, Input.WorkOutcome outcome) {
        post(new Input.WorkEnded(term, outcome));
    }

    void workStopped(long term) {
        post(new Input.WorkStopped(term));
    }

    /** The running term; valid or on its way out. */
    Optional<Leadership> leadership() {
        return leadership;
    }

    /** How this candidate stands now. */
    ElectionStatus status() {
        return Statuses.of(state, machine.clock().nanos() - originNanos);
    }

    private void post(Input input) {
        mailbox.execute(() -> handle(input));
    }

    /** Answers of the store arrive on its threads, perhaps after the machine was closed: then nobody waits for them. */
    private void postAnswer(Input input) {
        try {
            post(input);
        } catch (RejectedExecutionException closed) {
            Invariant.check(mailbox.size() < MAILBOX_CAPACITY, "a mailbox never fills with answers: %s", lock.name());
        }
    }

    private void handle(Input input) {
        if (broken) {
            return;
        }
        boolean handled = false;
        try {
            Decision decision = rules.step(state, input, now());
            state = decision.state();
            decision.effects().forEach(this::perform);
            wakeAt(decision.wakeAtNanos());
            handled = true;
        } finally {
            if (!handled) {
                abandon();
            }
        }
    }

    private Now now() {
        return new Now(
                machine.clock().nanos() - originNanos,
                machine.clock().wallTime(),
                machine.random().nextDouble());
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Read read -> read(read);
            case Effect.Write write -> write(write);
            case Effect.OpenWatch open -> openWatch(open);
            case Effect.CloseWatch close -> closeWatch();
            case Effect.TermStarted started -> started(started);
            case Effect.TermExtended extended -> extended(extended);
            case Effect.TermInJeopardy jeopardy -> host.inJeopardy(leadershipOf(jeopardy.term()));
            case Effect.TermSafe safe -> host.safe(leadershipOf(safe.term()));
            case Effect.TermRevoked revoked -> revoked(revoked);
            case Effect.LeaderChanged changed -> host.leaderChanged(changed.holder());
            case Effect.Noticed noticed -> host.noticed(noticed.notice());
            case Effect.Finished finished -> finished();
        }
    }

    private void read(Effect.Read read) {
        try {
            lock.read(read.timeout(), result -> postAnswer(new Input.ReadReply(read.id(), result)));
        } catch (RuntimeException failed) {
            postAnswer(new Input.ReadReply(read.id(), new ReadResult.Failed(failure(failed))));
        }
    }

    private void write(Effect.Write write) {
        try {
            lock.compareAndSet(
                    write.base(),
                    write.draft(),
                    write.timeout(),
                    result -> postAnswer(new Input.WriteReply(write.id(), result)));
        } catch (RuntimeException failed) {
            postAnswer(new Input.WriteReply(write.id(), new WriteResult.Unknown(failure(failed))));
        }
    }

    private static Failure failure(RuntimeException failed) {
        return Failure.of(Failure.Kind.UNREACHABLE, failed.toString());
    }

    private void openWatch(Effect.OpenWatch open) {
        closeWatch();
        WatchInbox opened = new WatchInbox(this::runOnMailbox, this::handle);
        inbox = opened;
        try {
            watch = lock.watch(open.after(), opened);
        } catch (RuntimeException failed) {
            opened.lost(Input.WatchLoss.BROKEN);
        }
    }

    private void runOnMailbox(Runnable task) {
        try {
            mailbox.execute(task);
        } catch (RejectedExecutionException closed) {
            Invariant.check(mailbox.size() < MAILBOX_CAPACITY, "a watch has one delivery waiting: %s", lock.name());
        }
    }

    private void closeWatch() {
        if (inbox != null) {
            inbox.close();
            inbox = null;
        }
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }

    private void started(Effect.TermStarted started) {
        Leadership begun =
                new Leadership(started.term(), identity, machine.clock(), originNanos, started.validUntilNanos());
        leadership = Optional.of(begun);
        host.started(begun);
    }

    private void extended(Effect.TermExtended extended) {
        if (!leadershipOf(extended.term()).extend(extended.validUntilNanos())) {
            post(new Input.Lapsed(extended.term().number()));
        }
    }

    private void revoked(Effect.TermRevoked revoked) {
        Leadership ending = leadershipOf(revoked.term());
        ending.revoke();
        leadership = Optional.empty();
        host.revoked(ending, revoked.reason());
    }

    private Leadership leadershipOf(Term term) {
        Leadership current = leadership.orElseThrow();
        Invariant.check(current.term() == term.number(), "term %s is the running one: %s", term, current.term());
        return current;
    }

    private void finished() {
        closeWatch();
        host.finished();
    }

    private void wakeAt(long nanos) {
        if (nanos == timerAtNanos && timer != null) {
            return;
        }
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        timerAtNanos = nanos;
        if (nanos != Long.MAX_VALUE) {
            long atNanos = Math.max(nanos, 0) + originNanos;
            timer = machine.scheduler().schedule(atNanos, () -> runOnMailbox(this::tick));
        }
    }

    private void tick() {
        timer = null;
        handle(new Input.Tick());
    }

    private void abandon() {
        broken = true;
        leadership.ifPresent(Leadership::revoke);
        leadership = Optional.empty();
        wakeAt(Long.MAX_VALUE);
        finished();
    }
}
