package io.bellwether.benchmarks.election;

import io.bellwether.benchmarks.election.EventLog.Event;
import io.bellwether.benchmarks.election.EventLog.What;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills the leading one of three {@code bellwether elect} with SIGKILL: from there to the first word of the successor's
 * command, whole, without the lease subtracted, because its guardian gives the Lease back.
 *
 * <p>Threads: one caller.
 */
final class ElectKills {

    private static final int CANDIDATES = 3;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A program of this size stands by within a second. */
    private static final Duration REST = Duration.ofSeconds(3);

    private final Path root;
    private final Path work;
    private final EventLog log = new EventLog();
    private final Map<String, Elector> electors = new HashMap<>();
    private int born;

    /**
     * @param root the source tree
     * @param work a folder for the server's data
     */
    ElectKills(Path root, Path work) {
        this.root = root;
        this.work = work;
    }

    Series run(int times) throws IOException {
        try (ApiServer server = ApiServer.start(root, work.resolve("elect"))) {
            add(server);
            String leader = awaitStarted(0).identity();
            List<Double> millis = new ArrayList<>();
            for (int time = 0; time < times; time++) {
                while (electors.size() < CANDIDATES) {
                    add(server);
                }
                LockSupport.parkNanos(REST.toNanos());
                int mark = log.mark();
                Elector killed = Optional.ofNullable(electors.remove(leader)).orElseThrow();
                long sent = killed.kill();
                Event started = awaitStarted(mark);
                millis.add(Series.millis(started.atNanos() - sent));
                killed.awaitEnd();
                leader = started.identity();
            }
            return new Series(millis);
        } finally {
            electors.values().forEach(Elector::terminate);
            electors.values().forEach(Elector::awaitEnd);
        }
    }

    private Event awaitStarted(int mark) {
        return log.await(mark, LIMIT, "a leader", event -> event.what() == What.STARTED);
    }

    private void add(ApiServer server) throws IOException {
        born++;
        String identity = "elect-" + born;
        List<String> command = List.of(
                root.resolve("bellwether").toString(),
                "elect",
                "--kubeconfig",
                server.kubeconfig().toString(),
                "--identity",
                identity,
                "--lease",
                "default/elect",
                "--lease-duration",
                Settings.SHORT.lease().toSeconds() + "s",
                "--",
                "bash",
                "-c",
                "echo started; exec sleep 1000000");
        electors.put(identity, Elector.start(identity, command, work.resolve("elect.err"), Optional.empty(), log));
    }
}
