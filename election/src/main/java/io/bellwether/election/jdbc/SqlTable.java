package io.bellwether.election.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * A table of ours in somebody's database.
 *
 * @param name letters, digits and underscores, perhaps with a schema before it: safe to write into a statement
 */
record SqlTable(String name) {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_]\\w{0,62}(\\.[A-Za-z_]\\w{0,62})?");

    SqlTable {
        if (!IDENTIFIER.matcher(name).matches()) {
            throw new IllegalArgumentException("a table's name has letters, digits and underscores, unlike " + name);
        }
    }

    /** Creates it where it is missing; safe when several do it at once. */
    void create(DataSource source, String ddl) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                boolean unused = statement.execute(ddl);
            } catch (SQLException failed) {
                // IF NOT EXISTS does not see a table that another connection is creating at this moment.
                requireExists(connection, failed);
            }
        }
    }

    private void requireExists(Connection connection, SQLException reason) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean unused = statement.execute("SELECT token FROM " + name + " WHERE token < 0");
        } catch (SQLException missing) {
            reason.addSuppressed(missing);
            throw reason;
        }
    }
}
