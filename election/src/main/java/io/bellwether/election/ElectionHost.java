package io.bellwether.election;

import io.bellwether.election.core.EndReason;
import io.bellwether.election.core.Notice;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Mailbox;
import io.bellwether.execution.Scheduler;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the user's side of an election: the listener, serially and in order, and the work of each term.
 *
 * <p>Threads: called by the driver's mailbox, which it never blocks: announcements queue in a mailbox of their own.
 * {@code run} belongs to the driver's mailbox; what other threads read is volatile.
 */
final class ElectionHost implements TermHost {

    private static final Logger log = LoggerFactory.getLogger(ElectionHost.class);

    /** Room for a listener that is slow; what only informs is dropped when half of it is used, terms never are. */
    private static final int QUEUE_CAPACITY = 256;

    private final String lock;
    private final Scheduler scheduler;
    private final Executor executor;
    private final ElectionListener listener;
    private final LossPolicy onLoss;
    private final Mailbox announcements;
    private final CompletableFuture<Boolean> finished = new CompletableFuture<>();
    private @Nullable ElectionDriver driver;
    private Optional<LeaderWork> work = Optional.empty();
    private @Nullable WorkRun run;
    private volatile Optional<String> observedLeader = Optional.empty();
    private volatile @Nullable Thread announcing;
    private volatile @Nullable WorkRun running;

    ElectionHost(String lock, Machine machine, ElectionListener listener, LossPolicy onLoss) {
        this.lock = lock;
        this.scheduler = machine.scheduler();
        this.executor = machine.executor();
        this.listener = listener;
        this.onLoss = onLoss;
        this.announcements = new Mailbox("election-listener-" + lock, executor, QUEUE_CAPACITY);
    }

    /** Before the driver starts. */
    void connect(ElectionDriver driver, Optional<LeaderWork> work) {
        this.driver = driver;
        this.work = work;
    }

    @Override
    public void started(Leadership leadership) {
        log.atInfo()
                .addKeyValue("lock", lock)
                .addKeyValue("holder", leadership.identity())
                .addKeyValue("token", leadership.fencingToken())
                .log("Became leader");
        WorkRun begun = new WorkRun(leadership, work, connected(driver)::workEnded);
        run = begun;
        running = begun;
        announce(() -> {
            callListener(() -> listener.onStarted(leadership));
            if (work.isPresent()) {
                executor.execute(begun);
            }
        });
    }

    @Override
    public void inJeopardy(Leadership leadership) {
        log.atWarn()
                .addKeyValue("lock", lock)
                .addKeyValue("remaining", leadership.remaining())
                .log("Renewals are missing");
        inform(() -> listener.onJeopardy(leadership));
    }

    @Override
    public void safe(Leadership leadership) {
        log.atInfo().addKeyValue("lock", lock).log("Renewals succeed again");
        inform(() -> listener.onSafe(leadership));
    }

    @Override
    public void revoked(Leadership leadership, EndReason reason) {
        log.atInfo()
                .addKeyValue("lock", lock)
                .addKeyValue("holder", leadership.identity())
                .addKeyValue("token", leadership.fencingToken())
                .addKeyValue("reason", reason)
                .log("Stopped leading");
        WorkRun ending = connected(run);
        ElectionDriver informed = connected(driver);
        ending.revoke();
        Runnable stopped = guard(leadership);
        executor.execute(() -> leadership.announceEnd(reason));
        // Queued behind onStarted, so that the pair is in order; then waits for the work without holding a thread.
        announce(() -> ending.whenStopped(() -> announce(() -> {
            callListener(() -> listener.onStopped(leadership, reason));
            stopped.run();
            informed.workStopped(leadership.term());
            exitAfter(reason);
        })));
    }

    /** Ends the process when the validity ends before the returned task has run: before the work has stopped. */
    private Runnable guard(Leadership leadership) {
        if (!(onLoss instanceof LossPolicy.Halt halt)) {
            return () -> {};
        }
        Runnable end = () -> {
            log.atError().addKeyValue("lock", lock).log("The work outlived its term, the process ends");
            halt.halt().accept(halt.code());
        };
        Scheduler.Timer timer = scheduler.schedule(leadership.deadline().atNanos(), () -> executor.execute(end));
        return timer::cancel;
    }

    private void exitAfter(EndReason reason) {
        if (onLoss instanceof LossPolicy.Exit exit && reason.isLoss()) {
            log.atError()
                    .addKeyValue("lock", lock)
                    .addKeyValue("reason", reason)
                    .log("The term was lost, the process ends");
            executor.execute(() -> exit.exit().accept(exit.code()));
        }
    }

    @Override
    public void leaderChanged(Optional<String> holder) {
        observedLeader = holder;
        log.atInfo()
                .addKeyValue("lock", lock)
                .addKeyValue("holder", holder.orElse(""))
                .log("Saw a holder");
        inform(() -> listener.onLeaderChanged(holder));
    }

    @Override
    public void noticed(Notice notice) {
        switch (notice) {
            case Notice.Polling polling ->
                log.atInfo().addKeyValue("lock", lock).log("Watching is not possible, the lock is read now and then");
            case Notice.RequestsSucceed succeed ->
                log.atInfo()
                        .addKeyValue("lock", lock)
                        .addKeyValue("failures", succeed.failures())
                        .log("Requests succeed again");
            case Notice.RequestsFail fail ->
                log.atWarn()
                        .addKeyValue("lock", lock)
                        .addKeyValue("reason", fail.failure().kind())
                        .addKeyValue("err", fail.failure().detail())
                        .log("Requests fail");
            case Notice.PauseDetected paused ->
                log.atWarn()
                        .addKeyValue("lock", lock)
                        .addKeyValue("elapsed", paused.late())
                        .log("The process was paused");
            case Notice.Tampered tampered -> warn("An outsider changed the record");
            case Notice.DuplicateIdentity duplicate -> warn("Another process uses the same identity");
            case Notice.StoreRolledBack rolledBack -> warn("The store went back to an older version");
            case Notice.WorkOverran overran -> warn("The work did not stop in time, the lock is left to expire");
            case Notice.NotReleased notReleased -> warn("The lock could not be released and is left to expire");
        }
        inform(() -> listener.onNotice(notice));
    }

    @Override
    public void finished() {
        executor.execute(() -> finished.complete(true));
    }

    /** Who holds the lock, as last announced. */
    Optional<String> observedLeader() {
        return observedLeader;
    }

    /** Whether the calling thread runs the listener or the work. */
    boolean isCalledByUser() {
        Thread caller = Thread.currentThread();
        WorkRun current = running;
        return caller.equals(announcing) || (current != null && current.isRunBy(caller));
    }

    CompletionStage<Void> whenFinished(Runnable task) {
        return finished.thenRun(task);
    }

    void awaitFinished() throws InterruptedException {
        try {
            boolean unused = finished.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void awaitFinished(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        boolean unused = finished.get(timeout, unit);
    }

    private void announce(Runnable announcement) {
        announcements.execute(announcement);
    }

    private void inform(Runnable information) {
        if (announcements.size() < QUEUE_CAPACITY / 2) {
            announce(() -> callListener(information));
        }
    }

    private void callListener(Runnable call) {
        announcing = Thread.currentThread();
        try {
            call.run();
        } catch (RuntimeException failed) {
            log.atError().addKeyValue("lock", lock).setCause(failed).log("A listener failed");
        } finally {
            announcing = null;
        }
    }

    private void warn(String message) {
        log.atWarn().addKeyValue("lock", lock).log(message);
    }

    private static <T> T connected(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("connect() comes before start()");
        }
        return part;
    }
}
