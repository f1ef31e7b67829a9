package io.bellwether.election.jdbc;

import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** The lock in SQLite: candidates are processes of one machine then. */
final class SqliteLockTest implements DatabaseContract {

    @TempDir
    Path directory;

    private @Nullable DatabaseArena arena;

    @BeforeEach
    void open() throws SQLException {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + directory.resolve("locks.db"));
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
