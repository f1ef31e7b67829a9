package io.bellwether.benchmarks.election;

import io.bellwether.benchmarks.election.EventLog.Event;
import io.bellwether.benchmarks.election.EventLog.What;
import io.bellwether.benchmarks.http.BenchmarkException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * The candidates of one election of one peer, each a process of its own: one leads, the others stand by, and whoever
 * was ended is replaced.
 *
 * <p>Threads: one caller.
 */
final class Fleet implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Launch launch;
    private final RandomGenerator random;
    private final EventLog log = new EventLog();
    private final Map<String, Elector> electors = new LinkedHashMap<>();
    private int born;
    private String leader = "";

    /** Nobody yet. */
    Fleet(Launch launch, RandomGenerator random) {
        this.launch = launch;
        this.random = random;
    }

    /** Adds candidates until there are so many; the first one of a fleet leads when this returns. */
    void growTo(int size) throws IOException {
        while (electors.size() < size) {
            Elector added = add();
            if (leader.isEmpty()) {
                awaitOrEnd(added, What.STARTED);
                leader = added.identity();
            } else {
                awaitOrEnd(added, launch.peer().signOfStandingBy());
            }
        }
    }

    private Elector add() throws IOException {
        born++;
        Elector elector = launch.start(launch.election() + "-" + born, log);
        electors.put(elector.identity(), elector);
        return elector;
    }

    private void awaitOrEnd(Elector added, What wanted) {
        String who = added.identity();
        Event event =
                log.await(0, LIMIT, who + " " + wanted, found -> found.is(who, wanted) || found.is(who, What.ENDED));
        if (event.what() == What.ENDED) {
            throw new BenchmarkException(who + " has ended by itself");
        }
    }

    EventLog log() {
        return log;
    }

    Launch launch() {
        return launch;
    }

    /** Who leads now. */
    Elector leader() {
        Elector found = electors.get(leader);
        if (found == null) {
            throw new NoSuchElementException("the leader " + leader + " has gone");
        }
        return found;
    }

    /**
     * Leaves the candidates alone for half a retry period to one and a half: those that poll are then at any point of
     * their period, and a new one has seen the leader.
     */
    void rest() {
        long retry = launch.settings().retry().toNanos();
        LockSupport.parkNanos(retry / 2 + random.nextLong(retry));
    }

    /** Waits for whoever leads next, be it the same again. */
    Event awaitLeader(int mark, Duration limit) {
        Event started = log.await(mark, limit, "the next leader", event -> event.what() == What.STARTED);
        leader = started.identity();
        return started;
    }

    /** Waits for the successor of the leader, who did or suffered something at the mark. */
    Event awaitSuccessor(int mark, Duration limit) {
        String former = leader;
        Event started = log.await(
                mark,
                limit,
                "the successor of " + former,
                event -> event.what() == What.STARTED && !event.identity().equals(former));
        leader = started.identity();
        return started;
    }

    /** The next instance for one that has ended or is to end; contends when this returns. */
    void replace(Elector ended) throws IOException {
        electors.remove(ended.identity());
        ended.close();
        awaitOrEnd(add(), launch.peer().signOfStandingBy());
    }

    /** Kills all. */
    @Override
    public void close() {
        electors.values().forEach(Elector::kill);
        electors.values().forEach(Elector::close);
    }
}
