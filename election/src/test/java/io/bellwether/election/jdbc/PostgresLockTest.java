package io.bellwether.election.jdbc;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The lock in PostgreSQL, where it is installed. */
final class PostgresLockTest implements DatabaseContract {

    @TempDir
    static Path directory;

    private static Optional<PostgresServer> server = Optional.empty();

    private @Nullable DatabaseArena arena;

    @BeforeAll
    static void startServer() throws IOException, InterruptedException {
        server = PostgresServer.start(directory);
        assumeThat(server).as("PostgreSQL is installed").isPresent();
    }

    @AfterAll
    static void stopServer() throws IOException, InterruptedException {
        if (server.isPresent()) {
            server.get().close();
        }
    }

    @BeforeEach
    void open() throws SQLException {
        PGSimpleDataSource source = server.orElseThrow().source();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            boolean unused = statement.execute("DROP TABLE IF EXISTS bellwether_lock, bellwether_fence, work");
        }
        arena = new DatabaseArena(source);
    }

    @AfterEach
    void close() {
        arena().close();
    }

    @Override
    public DatabaseArena arena() {
        if (arena == null) {
            throw new IllegalStateException("not open");
        }
        return arena;
    }
}
