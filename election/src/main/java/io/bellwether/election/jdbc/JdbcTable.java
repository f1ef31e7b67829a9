package io.bellwether.election.jdbc;

import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The table that locks lie in, one row each.
 *
 * <p>Shape: {@code version} grows with each write, {@code token} with each term. Rows are never deleted, for with the
 * row the token's past would be gone: do not grant {@code DELETE}. To take a lock from its holder by hand,
 * {@code UPDATE bellwether_lock SET holder = '', version = version + 1, token = token + 1 WHERE name = 'orders'}.
 *
 * @param name letters, digits and underscores, perhaps with a schema before it
 */
public record JdbcTable(String name) {

    /** The usual name. */
    public static final JdbcTable DEFAULT = new JdbcTable("bellwether_lock");

    /** Refuses what is no plain identifier. */
    public JdbcTable {
        name = new SqlTable(name).name();
    }

    /** The statement that creates the table where it is missing. */
    public String ddl() {
        return """
                CREATE TABLE IF NOT EXISTS %s (
                  name VARCHAR(200) NOT NULL PRIMARY KEY,
                  version BIGINT NOT NULL,
                  token BIGINT NOT NULL,
                  holder VARCHAR(1000) NOT NULL,
                  duration_seconds BIGINT NOT NULL,
                  acquire_time VARCHAR(40) NOT NULL,
                  renew_time VARCHAR(40) NOT NULL,
                  transitions BIGINT NOT NULL,
                  nonce VARCHAR(200) NOT NULL,
                  marks VARCHAR(10000) NOT NULL)
                """.formatted(name);
    }

    /**
     * Creates the table where it is missing; for programs that may. Safe when several do it at once.
     *
     * <p>Threads: blocks.
     *
     * <p>Errors: SQLException when it neither exists nor can be created.
     */
    public void create(DataSource source) throws SQLException {
        new SqlTable(name).create(source, ddl());
    }

    String select() {
        return "SELECT version, token, holder, duration_seconds, acquire_time, renew_time, transitions, nonce, marks FROM "
                + name + " WHERE name = ?";
    }

    /** One statement, one decision: no row is changed when another one was faster. */
    String update() {
        return "UPDATE " + name
                + " SET version = ?, token = ?, holder = ?, duration_seconds = ?, acquire_time = ?, renew_time = ?,"
                + " transitions = ?, nonce = ?, marks = ? WHERE name = ? AND version = ? AND nonce = ?";
    }

    /** Changes nothing and holds the row, if its term is still this one. */
    String hold() {
        return "UPDATE " + name + " SET token = token WHERE name = ? AND token = ?";
    }

    /** The same parameters first, as {@link #update} has them. */
    String insert() {
        return "INSERT INTO " + name
                + " (version, token, holder, duration_seconds, acquire_time, renew_time, transitions, nonce, marks, name)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    }
}
