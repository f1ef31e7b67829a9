package io.bellwether.election.jdbc;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;

/** The lock in H2. */
final class H2LockTest implements DatabaseContract {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final DatabaseArena arena;

    H2LockTest() throws SQLException {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:locks" + NUMBER.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
        arena = new DatabaseArena(source);
    }

    @AfterEach
    void close() {
        arena.close();
    }

    @Override
    public DatabaseArena arena() {
        return arena;
    }
}
