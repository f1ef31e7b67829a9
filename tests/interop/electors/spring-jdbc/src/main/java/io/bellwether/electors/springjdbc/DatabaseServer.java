package io.bellwether.electors.springjdbc;

import io.bellwether.electors.program.ServerProgram;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.tools.Server;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/** An H2 database in a process of its own, with Spring Integration's tables; it counts the statements about locks. */
public final class DatabaseServer {

    /** What stands behind the address in a JDBC URL. */
    static final String DATABASE = "./locks";

    static final String USER = "sa";

    /** The table, which the statements name. */
    private static final String COUNT =
            "SELECT COALESCE(SUM(EXECUTION_COUNT), 0) FROM INFORMATION_SCHEMA.QUERY_STATISTICS WHERE SQL_STATEMENT LIKE '%INT_LOCK%'";

    private DatabaseServer() {}

    /** Takes {@code --data-dir}. */
    public static void main(String[] arguments) throws Exception {
        String directory = ServerProgram.dataDirectory(arguments);
        Server server = Server.createTcpServer("-tcpPort", "0", "-baseDir", directory, "-ifNotExists")
                .start();
        Connection connection = DriverManager.getConnection(
                "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/" + DATABASE + ";DB_CLOSE_DELAY=-1", USER, "");
        ScriptUtils.executeSqlScript(
                connection, new ClassPathResource("org/springframework/integration/jdbc/schema-h2.sql"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET QUERY_STATISTICS TRUE");
        }
        ServerProgram.run(server.getPort(), () -> count(connection));
    }

    private static long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(COUNT)) {
            result.next();
            return result.getLong(1);
        }
    }
}
