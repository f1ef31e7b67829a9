package io.bellwether.election;

import io.bellwether.election.core.Candidacy;
import io.bellwether.election.core.Candidacy.AfterLoss;
import io.bellwether.election.core.ElectionMachine;
import io.bellwether.election.core.ElectionTiming;
import io.bellwether.election.core.Identity;
import io.bellwether.election.core.State.Role;
import io.bellwether.execution.Lifecycle;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Randomness;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One candidate of one election: contends for the lock until it is closed, again after every term.
 *
 * <p>Shape: at most one leadership at a time; each is a new term with a greater fencing token. When a term ends, the
 * leadership becomes invalid first, then the work is interrupted, and the lock is released only after the work has
 * returned (G-E4). The lock's store and the machine belong to the caller and stay open.
 *
 * <p>Threads: safe from any thread. The election has no thread of its own: it runs on the machine's executor, and so do
 * the listener and the work, apart from it.
 *
 * <p>Source: guarantees G-E1 to G-E8; {@code docs/election.md}.
 */
public final class LeaderElection implements Lifecycle {

    private static final Logger log = LoggerFactory.getLogger(LeaderElection.class);

    private enum Stage {
        NEW,
        STARTED,
        CLOSED
    }

    private final String name;
    private final ElectionTiming timing;
    private final ElectionDriver driver;
    private final ElectionHost host;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.NEW);

    /** A candidate that has not begun; nothing is sent before {@link #start}. */
    public LeaderElection(LockStore lock, Machine machine, ElectionOptions options) {
        Identity identity = new Identity(
                options.identity(), Randomness.uuid(machine.random()).toString());
        this.name = lock.name();
        this.timing = options.timing();
        this.host = new ElectionHost(lock.name(), machine, options.listener(), options.onLoss());
        ElectionMachine rules = new ElectionMachine(candidacy(identity, options));
        this.driver =
                new ElectionDriver(machine, lock, rules::step, options.identity(), role(options.participation()), host);
    }

    private static Candidacy candidacy(Identity identity, ElectionOptions options) {
        AfterLoss afterLoss = switch (options.onLoss()) {
            case LossPolicy.Recampaign recampaign -> AfterLoss.RECAMPAIGN;
            case LossPolicy.Halt halt -> AfterLoss.RECAMPAIGN;
            case LossPolicy.Close close -> AfterLoss.CLOSE;
            // A process that is about to end takes no further term.
            case LossPolicy.Exit exit -> AfterLoss.CLOSE;
        };
        return new Candidacy(
                identity,
                options.timing(),
                options.tenure(),
                afterLoss,
                options.elector(),
                options.origin(),
                options.notes());
    }

    private static Role role(ElectionOptions.Participation participation) {
        return switch (participation) {
            case CANDIDATE -> Role.CANDIDATE;
            case PAUSED -> Role.PAUSED;
            case OBSERVER -> Role.OBSERVER;
        };
    }

    /** Begins to contend; the listener alone hears of it, and no thread runs while leading. */
    @Override
    public void start() {
        start(Optional.empty());
    }

    /**
     * Begins to contend and runs the work in each term.
     *
     * <p>Errors: {@link IllegalStateException} when already started or closed.
     */
    public void start(LeaderWork work) {
        start(Optional.of(work));
    }

    private void start(Optional<LeaderWork> work) {
        if (!stage.compareAndSet(Stage.NEW, Stage.STARTED)) {
            throw new IllegalStateException("Election " + name + " has been started or closed before");
        }
        host.connect(driver, work);
        driver.start();
    }

    /**
     * Contends, runs the work in each term, and returns when the election has been closed.
     *
     * <p>Errors: when interrupted it closes the election first, which stops the work, and then throws.
     */
    public void runWhileLeader(LeaderWork work) throws InterruptedException {
        start(work);
        try {
            host.awaitFinished();
        } catch (InterruptedException interrupted) {
            close();
            throw interrupted;
        }
    }

    /** The running term; empty while not leading. */
    public Optional<Leadership> current() {
        return driver.leadership().filter(Leadership::isValid);
    }

    /** Who holds the lock, as last seen; empty when nobody does. For display: it may be outdated. */
    public Optional<String> observedLeader() {
        return host.observedLeader();
    }

    /**
     * Ends the running term, stops the work, releases the lock, and lets others go first: this candidate contends again
     * as soon as somebody else has held the lock, or after a fifth of the lease. No effect while not leading.
     */
    public void resign() {
        driver.resign("");
    }

    /**
     * The same for a named successor: when it is a candidate it leads next, even if others are faster. If it has not
     * taken the lock two seconds after the release, anybody may.
     */
    public void resignTo(String successor) {
        driver.resign(successor);
    }

    /** Steps down like {@link #resign} and only watches from now on, until {@link #resume}. */
    public void pause() {
        driver.pause();
    }

    /** Contends again after {@link #pause}. */
    public void resume() {
        driver.resume();
    }

    /** How this candidate stands at this moment. */
    public ElectionStatus status() {
        return driver.status();
    }

    /**
     * Stops the work, releases the lock if the work stopped in time, and ends the candidacy. Returns when that is done,
     * at the latest after {@link #closeLimit}; at once when called by the work or the listener themselves, who would
     * wait for their own return. Idempotent; safe in a shutdown hook.
     */
    @Override
    public void close() {
        CompletionStage<Void> unused = closeLater();
        if (!host.isCalledByUser()) {
            awaitClosed();
        }
    }

    /**
     * Begins to {@link #close} and returns at once; for whoever closes several. Completes when all is done, without a
     * limit of its own.
     */
    public CompletionStage<Void> closeLater() {
        switch (stage.getAndSet(Stage.CLOSED)) {
            case NEW -> host.finished();
            case STARTED -> driver.close();
            case CLOSED -> {}
        }
        return host.whenFinished(() -> {});
    }

    /** The longest that {@link #close} takes: the drain limit, a request in flight, and the release. */
    public Duration closeLimit() {
        return timing.drainLimit().plus(timing.attemptTimeout().multipliedBy(6)).plusSeconds(1);
    }

    /** Runs the task when the election has finished. */
    void whenFinished(Runnable task) {
        var unused = host.whenFinished(task);
    }

    private void awaitClosed() {
        try {
            host.awaitFinished(closeLimit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            log.atWarn().addKeyValue("lock", name).setCause(late).log("Gave up waiting for the election to close");
        }
    }
}
