package io.bellwether.election;

import io.bellwether.election.ElectionOptions.Participation;
import io.bellwether.election.Preference.Rank;
import io.bellwether.execution.Lifecycle;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Mailbox;
import io.bellwether.execution.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An election in which some candidates should lead rather than others: in one zone, on the larger machine, of the newer
 * version.
 *
 * <p>Shape: nobody is overthrown. A second lock, the wish, is held by a preferred candidate that is ready; a stand-in
 * that leads sees that, and after the times of its {@link Preference} hands over to it as
 * {@link LeaderElection#resignTo} does. Several may be preferred: among them nobody yields.
 *
 * <p>Threads: safe from any thread. The mailbox owns the plan.
 *
 * <p>Source: REQ-24: only cooperative, with hysteresis and a minimum term; a priority that steals flaps.
 */
public final class PreferredElection implements Lifecycle {

    private static final Logger log = LoggerFactory.getLogger(PreferredElection.class);

    private final Machine machine;
    private final ElectionOptions options;
    private final Preference preference;
    private final LeaderElection election;
    private final LeaderElection wish;
    private final Mailbox mailbox;
    private Optional<String> wishing = Optional.empty();
    private long wishingSinceNanos;
    private long termNumber;
    private long termSinceNanos;
    private volatile boolean closed;

    /**
     * A candidate that has not begun.
     *
     * @param lock of the election
     * @param wish another lock, the same for all candidates
     */
    public PreferredElection(
            LockStore lock, LockStore wish, Machine machine, ElectionOptions options, Preference preference) {
        this.machine = machine;
        this.options = options;
        this.preference = preference;
        this.election = new LeaderElection(lock, machine, options);
        this.wish = new LeaderElection(wish, machine, wishOptions(options, preference));
        this.mailbox = new Mailbox("election-preference-" + lock.name(), machine.executor(), 16);
    }

    private static ElectionOptions wishOptions(ElectionOptions options, Preference preference) {
        boolean wishes = preference.rank() == Rank.PREFERRED && options.participation() == Participation.CANDIDATE;
        return ElectionOptions.candidate(options.identity())
                .withTiming(options.timing())
                .with(wishes ? Participation.CANDIDATE : Participation.OBSERVER);
    }

    /** The election itself: its terms, its status. Start and close it by this object. */
    public LeaderElection election() {
        return election;
    }

    @Override
    public void start() {
        election.start();
        begin();
    }

    /** Begins to contend and runs the work in each term. */
    public void start(LeaderWork work) {
        election.start(work);
        begin();
    }

    private void begin() {
        wish.start();
        if (preference.rank() == Rank.STAND_IN) {
            later();
        }
    }

    /** Gives up the wish, then closes the election. Idempotent. */
    @Override
    public void close() {
        closed = true;
        var unused = wish.closeLater();
        election.close();
        wish.close();
    }

    private void later() {
        long atNanos = machine.clock().nanos() + options.timing().renewEvery().toNanos();
        Scheduler.Timer unused = machine.scheduler().schedule(atNanos, this::turnSoon);
    }

    private void turnSoon() {
        try {
            mailbox.execute(this::turn);
        } catch (RejectedExecutionException machineClosed) {
            // Nobody is left to yield to.
        }
    }

    private void turn() {
        if (closed) {
            return;
        }
        long now = machine.clock().nanos();
        seeWish(now);
        seeTerm(now);
        boolean yields = termNumber != 0
                && wishing.isPresent()
                && hasPassed(preference.shortestTerm(), termSinceNanos, now)
                && hasPassed(preference.steadyFor(), wishingSinceNanos, now);
        if (yields) {
            log.atInfo().addKeyValue("holder", wishing.get()).log("Yielded to the preferred candidate");
            election.resignTo(wishing.get());
        }
        later();
    }

    /** Somebody whose wish is renewed; one that has died is not waited for. */
    private void seeWish(long now) {
        Optional<String> seen = wish.status()
                .leader()
                .filter(view -> view.unchangedFor().compareTo(options.timing().jeopardyAfter()) <= 0)
                .map(LeaderView::holder);
        if (!seen.equals(wishing)) {
            wishing = seen;
            wishingSinceNanos = now;
        }
    }

    private void seeTerm(long now) {
        long number = election.current().map(Leadership::term).orElse(0L);
        if (number != termNumber) {
            termNumber = number;
            termSinceNanos = now;
        }
    }

    private static boolean hasPassed(Duration duration, long sinceNanos, long now) {
        return now - sinceNanos >= duration.toNanos();
    }
}
