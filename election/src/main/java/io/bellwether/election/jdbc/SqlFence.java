package io.bellwether.election.jdbc;

import io.bellwether.election.core.FencingToken;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Remembers in a database the greatest fencing token that it has seen of each resource, and refuses smaller ones (P3):
 * for work in a database while the lock is somewhere else, a Lease for instance. Where the lock lies in the same
 * database {@link JdbcLock#holds} is exact.
 *
 * <p>Shape: one row for each resource. {@link #admits} is part of the transaction of the work. What it does not do: a
 * deposed leader may write until its successor has written to the same resource for the first time; a successor that
 * wants to be sure that nothing more comes writes once before it reads.
 *
 * @param name of the table: letters, digits and underscores, perhaps with a schema before it
 */
public record SqlFence(String name) {

    /** The usual name. */
    public static final SqlFence DEFAULT = new SqlFence("bellwether_fence");

    /** Refuses what is no plain identifier. */
    public SqlFence {
        name = new SqlTable(name).name();
    }

    /** The statement that creates the table where it is missing. */
    public String ddl() {
        return "CREATE TABLE IF NOT EXISTS " + name
                + " (resource VARCHAR(200) NOT NULL PRIMARY KEY, token BIGINT NOT NULL)";
    }

    /**
     * Creates the table where it is missing.
     *
     * <p>Threads: blocks. Errors: SQLException when it neither exists nor can be created.
     */
    public void create(DataSource source) throws SQLException {
        new SqlTable(name).create(source, ddl());
    }

    /**
     * Whether the work of this transaction may be committed: no greater token has been seen. Remembers this one, when
     * the transaction is committed.
     *
     * <p>Threads: blocks; until the commit it holds the resource's row, so that writers under other tokens wait.
     *
     * <p>Errors: SQLException as from any statement, also when two writers are the first at the same moment; the
     * transaction must be rolled back then, as when the answer is no.
     *
     * @param connection in the transaction of the work
     * @param resource up to 200 characters
     */
    public boolean admits(Connection connection, String resource, FencingToken token) throws SQLException {
        return raise(connection, resource, token.value()) || begin(connection, resource, token.value());
    }

    private boolean raise(Connection connection, String resource, long token) throws SQLException {
        String sql = "UPDATE " + name + " SET token = ? WHERE resource = ? AND token <= ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, token);
            statement.setString(2, resource);
            statement.setLong(3, token);
            return statement.executeUpdate() == 1;
        }
    }

    private boolean begin(Connection connection, String resource, long token) throws SQLException {
        String sql = "INSERT INTO " + name + " (resource, token) SELECT CAST(? AS VARCHAR(200)), CAST(? AS BIGINT)"
                + " WHERE NOT EXISTS (SELECT 1 FROM " + name + " WHERE resource = ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, resource);
            statement.setLong(2, token);
            statement.setString(3, resource);
            return statement.executeUpdate() == 1;
        }
    }
}
