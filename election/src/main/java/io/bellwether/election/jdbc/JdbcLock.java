package io.bellwether.election.jdbc;

import io.bellwether.election.LockStore;
import io.bellwether.election.WatchListener;
import io.bellwether.election.core.Failure;
import io.bellwether.election.core.FencingToken;
import io.bellwether.election.core.Input.WatchLoss;
import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Scheduler;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * A row of a database as the lock.
 *
 * <p>Shape: one row, one compare: a write is one {@code UPDATE … WHERE version = ?}, committed by itself. No clock of
 * the database is read. There is no watch: standbys read the row every {@code pollEvery}. The token grows by one with
 * every term.
 *
 * <p>Units and limits: names up to 200 characters, holders up to 1000, all marks together up to 10 000.
 *
 * <p>Threads: safe from any thread. Each request takes a connection from the source, on the machine's executor, and
 * gives it back. Hand in a source of its own, or a pool with a connection to spare: renewals that queue behind the work
 * for a connection end the term.
 *
 * <p>Errors: outcomes are values. A request out of time is answered as rejected while its statement has not been sent,
 * as unknown afterwards, and its connection is aborted where the driver can. The table must exist, see
 * {@link JdbcTable#create}.
 *
 * <p>Source: election §4.6, "row version incremented in the acquiring transaction".
 */
public final class JdbcLock implements LockStore {

    private static final Logger log = LoggerFactory.getLogger(JdbcLock.class);

    private static final int NAME_LIMIT = 200;

    private final DataSource source;
    private final JdbcTable table;
    private final String name;
    private final Machine machine;

    /**
     * The lock of this name; nothing is sent yet, and the row need not exist. The source belongs to the caller.
     *
     * @param name 1 to 200 characters
     */
    public JdbcLock(DataSource source, JdbcTable table, String name, Machine machine) {
        if (name.isBlank() || name.length() > NAME_LIMIT) {
            throw new IllegalArgumentException(
                    "a lock's name has 1 to " + NAME_LIMIT + " characters, unlike \"" + name + "\"");
        }
        this.source = source;
        this.table = table;
        this.name = name;
        this.machine = machine;
    }

    @Override
    public String name() {
        return "row " + table.name() + "/" + name;
    }

    /**
     * Whether that term still runs, asked as part of a transaction of the same database: if so, the transaction commits
     * before any other term begins (P3, exactly).
     *
     * <p>Threads: blocks; until the end of the transaction it holds the lock's row, so that renewals wait as well. Ask
     * right before the commit.
     *
     * <p>Errors: SQLException as from any statement; then, and when the answer is no, roll back.
     *
     * @param connection in the transaction of the work
     */
    public boolean holds(Connection connection, FencingToken token) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(table.hold())) {
            statement.setString(1, name);
            statement.setLong(2, token.value());
            return statement.executeUpdate() == 1;
        }
    }

    @Override
    public void read(Duration timeout, Consumer<ReadResult> answer) {
        perform(
                timeout,
                this::select,
                new Meaning<>(
                        ReadResult.Failed::new,
                        ReadResult.Failed::new,
                        failed -> new ReadResult.Failed(SqlFailures.failure(failed))),
                answer);
    }

    @Override
    public void compareAndSet(
            Optional<LockSnapshot> base, LockDraft draft, Duration timeout, Consumer<WriteResult> answer) {
        LockRow row = LockRow.of(base, draft);
        perform(
                timeout,
                (connection, attempt) -> write(connection, attempt, base, row),
                new Meaning<>(WriteResult.Rejected::new, WriteResult.Unknown::new, SqlFailures::written),
                answer);
    }

    /** There is none: answered with {@link WatchLoss#UNSUPPORTED}. */
    @Override
    public Watch watch(Optional<LockRevision> after, WatchListener listener) {
        machine.executor().execute(() -> listener.lost(WatchLoss.UNSUPPORTED));
        return () -> {};
    }

    /** A request on a connection; empty when its time was over before it was sent. */
    @FunctionalInterface
    private interface Call<T> {
        Optional<T> run(Connection connection, Attempt attempt) throws SQLException;
    }

    /**
     * What failures mean.
     *
     * @param unsent nothing was sent
     * @param silent something was sent, and nothing came back
     * @param answered something was sent, and this came back
     */
    private record Meaning<T>(
            Function<Failure, T> unsent, Function<Failure, T> silent, Function<SQLException, T> answered) {}

    private <T> void perform(Duration timeout, Call<T> call, Meaning<T> meaning, Consumer<T> answer) {
        Attempt attempt = new Attempt(timeout);
        long atNanos = machine.clock().nanos() + timeout.toNanos();
        Runnable late = () -> {
            Failure failure = Failure.of(Failure.Kind.UNREACHABLE, "no answer within " + timeout.toMillis() + " ms");
            answer.accept(
                    switch (attempt.giveUp(machine.executor())) {
                        case PREPARING, GIVEN_UP -> meaning.unsent().apply(failure);
                        case SENT -> meaning.silent().apply(failure);
                    });
        };
        // An abort may block, so it is not the timer's thread that does it.
        Scheduler.Timer timer =
                machine.scheduler().schedule(atNanos, () -> machine.executor().execute(late));
        machine.executor().execute(() -> {
            Optional<T> result = connectAndRun(call, attempt, meaning);
            timer.cancel();
            // Out of time: the timer answers, or has done so.
            result.ifPresent(answer);
        });
    }

    private <T> Optional<T> connectAndRun(Call<T> call, Attempt attempt, Meaning<T> meaning) {
        Connection connection;
        try {
            connection = source.getConnection();
        } catch (SQLException refused) {
            return Optional.of(meaning.unsent().apply(SqlFailures.failure(refused)));
        } catch (RuntimeException failed) {
            // Pools throw what they like.
            return Optional.of(meaning.unsent().apply(Failure.of(Failure.Kind.UNREACHABLE, failed.toString())));
        }
        try {
            connection.setAutoCommit(true);
            return call.run(connection, attempt);
        } catch (SQLException failed) {
            return Optional.of(
                    attempt.wasSent()
                            ? meaning.answered().apply(failed)
                            : meaning.unsent().apply(SqlFailures.failure(failed)));
        } finally {
            close(connection);
        }
    }

    private Optional<ReadResult> select(Connection connection, Attempt attempt) throws SQLException {
        try (PreparedStatement statement = attempt.prepare(connection, table.select())) {
            statement.setString(1, name);
            if (!attempt.send(connection)) {
                return Optional.empty();
            }
            try (ResultSet rows = statement.executeQuery()) {
                return Optional.of(
                        rows.next() ? new ReadResult.Found(LockRow.read(rows).snapshot()) : new ReadResult.Missing());
            } catch (JacksonException malformed) {
                return Optional.of(new ReadResult.Failed(
                        Failure.of(Failure.Kind.INVALID, "column marks: " + malformed.getOriginalMessage())));
            }
        }
    }

    private Optional<WriteResult> write(
            Connection connection, Attempt attempt, Optional<LockSnapshot> base, LockRow row) throws SQLException {
        String sql = base.isPresent() ? table.update() : table.insert();
        try (PreparedStatement statement = attempt.prepare(connection, sql)) {
            row.bind(statement, name);
            if (base.isPresent()) {
                statement.setLong(11, base.get().revision().order());
                // A row that somebody deleted and another one created may have come to the same version.
                statement.setString(12, base.get().record().nonce());
            }
            if (!attempt.send(connection)) {
                return Optional.empty();
            }
            return Optional.of(
                    statement.executeUpdate() == 1
                            ? new WriteResult.Applied(row.snapshot())
                            : new WriteResult.Conflict(Optional.empty()));
        }
    }

    /** What was answered stands, however the connection ends. */
    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException failed) {
            log.atDebug().setCause(failed).log("Could not close a connection");
        }
    }
}
