package io.bellwether.election.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.ElectionListener;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.Leadership;
import io.bellwether.election.core.ElectionTiming;
import io.bellwether.election.core.EndReason;
import io.bellwether.election.core.FencingToken;
import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.Notice;
import io.bellwether.election.core.WriteResult;
import io.bellwether.execution.Machine;
import io.bellwether.execution.RealMachine;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database with the table of locks, and candidates for them.
 *
 * <p>Threads: safe from any thread.
 */
final class DatabaseArena implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RealMachine real = RealMachine.open("database-test");
    private final DataSource source;

    DatabaseArena(DataSource source) throws SQLException {
        this.source = source;
        JdbcTable.DEFAULT.create(source);
    }

    DataSource source() {
        return source;
    }

    Machine machine() {
        return real.machine();
    }

    JdbcLock lock(String name) {
        return new JdbcLock(source, JdbcTable.DEFAULT, name, real.machine());
    }

    WriteResult write(String name, Optional<LockSnapshot> base, LockDraft draft, Duration timeout) {
        CompletableFuture<WriteResult> answer = new CompletableFuture<>();
        lock(name).compareAndSet(base, draft, timeout, result -> {
            boolean unused = answer.complete(result);
        });
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    long count(String table) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    /** Work that is committed only while the term runs. */
    boolean fencedWork(JdbcLock lock, FencingToken token) throws SQLException {
        return work(connection -> lock.holds(connection, token));
    }

    /** Work that is committed only if no greater token has been seen. */
    boolean admittedWork(SqlFence fence, String resource, long token) throws SQLException {
        return work(connection -> fence.admits(connection, resource, new FencingToken(token)));
    }

    /** The last question before the commit. */
    @FunctionalInterface
    private interface Check {
        boolean passes(Connection connection) throws SQLException;
    }

    private boolean work(Check check) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                int unused = statement.executeUpdate("INSERT INTO work (done) VALUES (1)");
            }
            boolean passes = check.passes(connection);
            if (passes) {
                connection.commit();
            } else {
                connection.rollback();
            }
            return passes;
        }
    }

    /** A candidate that has begun, with a lease of one second. */
    Candidate candidate(String identity, String name) {
        return new Candidate(identity, lock(name), real.machine());
    }

    @Override
    public void close() {
        real.close();
    }

    /** Takes part, and remembers what happens. */
    static final class Candidate implements AutoCloseable {

        private final BlockingQueue<Leadership> starts = new LinkedBlockingQueue<>();
        private final BlockingQueue<EndReason> stops = new LinkedBlockingQueue<>();
        private final BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();
        private final LeaderElection election;
        private @Nullable Leadership last;

        Candidate(String identity, JdbcLock lock, Machine machine) {
            ElectionListener listener = new ElectionListener() {
                @Override
                public void onStarted(Leadership leadership) {
                    starts.add(leadership);
                }

                @Override
                public void onStopped(Leadership leadership, EndReason reason) {
                    stops.add(reason);
                }

                @Override
                public void onNotice(Notice notice) {
                    notices.add(notice);
                }
            };
            this.election = new LeaderElection(
                    lock,
                    machine,
                    ElectionOptions.candidate(identity)
                            .withTiming(ElectionTiming.ofLease(Duration.ofSeconds(2)))
                            .withListener(listener));
            election.start();
        }

        Leadership awaitStart() throws InterruptedException {
            Leadership begun = next(starts);
            last = begun;
            return begun;
        }

        FencingToken token() {
            return Optional.ofNullable(last).orElseThrow().fencingToken();
        }

        EndReason awaitStop() throws InterruptedException {
            return next(stops);
        }

        void awaitNotice(Class<? extends Notice> kind) throws InterruptedException {
            Notice notice = next(notices);
            while (!kind.isInstance(notice)) {
                notice = next(notices);
            }
        }

        private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
            T next = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as("something within %s", PATIENCE).isNotNull();
            return next;
        }

        @Override
        public void close() {
            election.close();
        }
    }
}
