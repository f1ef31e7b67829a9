package io.bellwether.election.jdbc;

import io.bellwether.election.core.Failure;
import io.bellwether.election.core.WriteResult;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * Translates what a database answers into what a lock's outcomes are, by its codes alone.
 *
 * <p>The rule: a statement that was sent is <em>unknown</em> unless the answer is one of those that a database gives
 * only for what it has not done, and never will.
 *
 * <p>Source: SQL:2016 part 2, table of SQLSTATE classes; PostgreSQL appendix A; H2 error codes; SQLite result codes.
 */
final class SqlFailures {

    /** The transaction was rolled back for another's sake, or the key exists: somebody else has written. */
    private static final Set<String> OVERTAKEN = Set.of("40001", "40P01", "23505", "23000", "90131");

    /** Refused before anything was done, whatever their class. */
    private static final Set<String> REFUSED = Set.of("57014", "55P03", "25006", "HYT00");

    /** Classes that are refusals: data, constraint, authorization, syntax or access, resources, feature. */
    private static final Set<String> REFUSED_CLASSES = Set.of("22", "23", "28", "42", "53", "0A", "3D", "3F");

    /** SQLite has no states but codes of its own: busy, locked, read-only, and a violated constraint. */
    private static final Set<Integer> SQLITE_REFUSED = Set.of(5, 6, 8);

    private static final int SQLITE_CONSTRAINT = 19;
    private static final int SQLITE_PRIMARY = 0xFF;

    private SqlFailures() {}

    /** What became of a write whose statement was sent. */
    static WriteResult written(SQLException answer) {
        String state = state(answer);
        if (OVERTAKEN.contains(state) || (state.isEmpty() && sqliteCode(answer) == SQLITE_CONSTRAINT)) {
            return new WriteResult.Conflict(Optional.empty());
        }
        boolean refused = REFUSED.contains(state)
                || REFUSED_CLASSES.contains(classOf(state))
                || (state.isEmpty() && SQLITE_REFUSED.contains(sqliteCode(answer)));
        return refused ? new WriteResult.Rejected(failure(answer)) : new WriteResult.Unknown(failure(answer));
    }

    static Failure failure(SQLException answer) {
        String detail = "SQLSTATE " + state(answer) + ", code " + answer.getErrorCode() + ": " + firstLine(answer);
        return Failure.of(kind(state(answer)), detail);
    }

    private static Failure.Kind kind(String state) {
        return switch (classOf(state)) {
            case "08" -> Failure.Kind.UNREACHABLE;
            case "28" -> Failure.Kind.FORBIDDEN;
            case "42" -> state.equals("42501") ? Failure.Kind.FORBIDDEN : Failure.Kind.INVALID;
            case "22", "23", "0A", "3D", "3F" -> Failure.Kind.INVALID;
            case "53" -> Failure.Kind.THROTTLED;
            default -> Failure.Kind.SERVER_ERROR;
        };
    }

    private static String state(SQLException answer) {
        return Optional.ofNullable(answer.getSQLState()).orElse("");
    }

    private static String classOf(String state) {
        return state.length() < 2 ? "" : state.substring(0, 2);
    }

    private static int sqliteCode(SQLException answer) {
        return answer.getErrorCode() & SQLITE_PRIMARY;
    }

    private static String firstLine(SQLException answer) {
        return String.valueOf(answer.getMessage()).lines().findFirst().orElse("");
    }
}
