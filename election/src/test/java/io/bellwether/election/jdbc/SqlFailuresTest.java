package io.bellwether.election.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.election.core.Failure;
import io.bellwether.election.core.WriteResult;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A write is never taken for failed that may be in force: G-E5 rests on it. */
final class SqlFailuresTest {

    private static WriteResult written(String state) {
        return SqlFailures.written(new SQLException("no", state, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "08007", "40003", "57P01", "58030", "XX000", "HY000", "25P02", "", "?"})
    void answer_thatDoesNotSayWhatBecameOfTheWrite_isUnknown(String state) {
        assertThat(written(state)).isInstanceOf(WriteResult.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01", "23505", "23000", "90131"})
    void answer_thatSomebodyElseHasWritten_isAConflict(String state) {
        assertThat(written(state)).isInstanceOf(WriteResult.Conflict.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"42501", "42P01", "22001", "57014", "25006", "53300", "28000"})
    void answer_thatNothingWasDone_isARejection(String state) {
        assertThat(written(state)).isInstanceOf(WriteResult.Rejected.class);
    }

    @Test
    void answer_withoutAnyState_isUnknown() {
        assertThat(SqlFailures.written(new SQLException("no"))).isInstanceOf(WriteResult.Unknown.class);
    }

    /** SQLite has codes of its own; their upper bits say more of the same. */
    @Test
    void answer_ofSqlite_isReadFromItsCode() {
        assertThat(SqlFailures.written(new SQLException("busy", null, 5 | 2 << 8)))
                .isInstanceOf(WriteResult.Rejected.class);
        assertThat(SqlFailures.written(new SQLException("constraint", null, 19 | 6 << 8)))
                .isInstanceOf(WriteResult.Conflict.class);
        assertThat(SqlFailures.written(new SQLException("I/O", null, 10))).isInstanceOf(WriteResult.Unknown.class);
    }

    @Test
    void failure_ofPermission_isForbidden() {
        Failure failure = SqlFailures.failure(new SQLException("permission denied\nmore", "42501", 7));
        assertThat(failure.kind()).isEqualTo(Failure.Kind.FORBIDDEN);
        assertThat(failure.detail()).isEqualTo("SQLSTATE 42501, code 7: permission denied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;b", "a.b.c", "1a", "a\"b"})
    void table_withANameThatIsNoIdentifier_isRefused(String name) {
        assertThatThrownBy(() -> new JdbcTable(name)).isInstanceOf(IllegalArgumentException.class);
    }
}
