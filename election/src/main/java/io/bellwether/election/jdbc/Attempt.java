package io.bellwether.election.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request, from the wait for a connection to its answer or its end of time.
 *
 * <p>Whoever takes it from {@code PREPARING} decides: the request, which sends its statement then, or the timer, after
 * which it is never sent.
 *
 * <p>Threads: the request's task and the timer's meet in one atomic reference.
 */
final class Attempt {

    private static final Logger log = LoggerFactory.getLogger(Attempt.class);

    /** How far it has come. */
    enum Stage {
        /** The statement has not been sent. */
        PREPARING,
        /** The statement may have reached the database. */
        SENT,
        /** Its time is over. */
        GIVEN_UP
    }

    private record State(Stage stage, Optional<Connection> connection) {}

    private final AtomicReference<State> state = new AtomicReference<>(new State(Stage.PREPARING, Optional.empty()));
    private final Duration timeout;

    Attempt(Duration timeout) {
        this.timeout = timeout;
    }

    /** The statement, which the database is asked to give up by itself as well, to the next full second. */
    PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout((int) Math.max(1, timeout.plusMillis(999).toSeconds()));
        return statement;
    }

    /** Whether the statement may be sent now on this connection. */
    boolean send(Connection connection) {
        State before = state.get();
        return before.stage() == Stage.PREPARING
                && state.compareAndSet(before, new State(Stage.SENT, Optional.of(connection)));
    }

    boolean wasSent() {
        return state.get().stage() == Stage.SENT;
    }

    /**
     * Ends it: a statement under way is broken together with its connection, which may be half dead.
     *
     * @return how far it had come
     */
    Stage giveUp(Executor executor) {
        State before = state.getAndSet(new State(Stage.GIVEN_UP, Optional.empty()));
        before.connection().ifPresent(connection -> abort(connection, executor));
        return before.stage();
    }

    private static void abort(Connection connection, Executor executor) {
        try {
            connection.abort(executor);
        } catch (SQLException | RuntimeException unsupported) {
            log.atDebug().setCause(unsupported).log("Could not abort a connection");
        }
    }
}
