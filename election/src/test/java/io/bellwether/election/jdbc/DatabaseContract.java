package io.bellwether.election.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.election.contract.LockContract;
import io.bellwether.election.contract.LockProbe;
import io.bellwether.election.core.EndReason;
import io.bellwether.election.core.Failure;
import io.bellwether.election.core.FencingToken;
import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.Notice;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What the lock does in every database, beyond what every lock does. P1, P3; scenario 53. */
interface DatabaseContract extends LockContract {

    /** The name of the lock of {@link #probe}. */
    String LOCK = "orders";

    DatabaseArena arena();

    @Override
    default LockProbe probe() {
        return new LockProbe(arena().lock(LOCK));
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = arena().source().getConnection();
                Statement sql = connection.createStatement()) {
            int unused = sql.executeUpdate(statement);
        }
    }

    @Test
    default void create_tableThatExists_changesNothing() throws SQLException {
        LockSnapshot before = probe().created("a");
        JdbcTable.DEFAULT.create(arena().source());
        assertThat(probe().found().record()).isEqualTo(before.record());
    }

    @Test
    default void read_withoutTheTable_fails() throws SQLException {
        sql("DROP TABLE bellwether_lock");
        ReadResult result = probe().read();
        assertThat(result).isInstanceOf(ReadResult.Failed.class);
        assertThat(probe().write(Optional.empty(), probe().draft(Purpose.ACQUIRE, "a", 0)))
                .isNotInstanceOf(WriteResult.Applied.class)
                .isNotInstanceOf(WriteResult.Conflict.class);
        JdbcTable.DEFAULT.create(arena().source());
        assertThat(probe().read()).isInstanceOf(ReadResult.Missing.class);
    }

    @Test
    default void read_marksThatAreNoJson_fails() throws SQLException {
        LockSnapshot unused = probe().created("a");
        sql("UPDATE bellwether_lock SET marks = 'nonsense'");
        ReadResult result = probe().read();
        assertThat(result).isInstanceOf(ReadResult.Failed.class);
        assertThat(((ReadResult.Failed) result).failure().kind()).isEqualTo(Failure.Kind.INVALID);
    }

    /** The row at the same version, but another one: as after a deletion, which is forbidden. */
    @Test
    default void write_overARowOfTheSameVersionByAnotherWriter_conflicts() throws SQLException {
        LockProbe probe = probe();
        LockSnapshot lost = probe.created("a");
        sql("DELETE FROM bellwether_lock");
        LockSnapshot other = probe.created("b");
        assertThat(other.revision()).isEqualTo(lost.revision());
        assertThat(probe.write(Optional.of(lost), probe.draft(Purpose.RENEW, "a", 0)))
                .isInstanceOf(WriteResult.Conflict.class);
    }

    @Test
    default void write_ofAHolderThatIsTooLong_isRejectedOrKeptWhole() {
        LockProbe probe = probe();
        String holder = "h".repeat(2_000);
        WriteResult result = probe.write(Optional.empty(), probe.draft(Purpose.ACQUIRE, holder, 0));
        if (result instanceof WriteResult.Applied) {
            assertThat(probe.found().record().holder()).isEqualTo(holder);
        } else {
            assertThat(result).isInstanceOf(WriteResult.Rejected.class);
            assertThat(probe.read()).isInstanceOf(ReadResult.Missing.class);
        }
    }

    /** Scenario 4. */
    @Test
    default void scenario04_close_leader_isFollowedByTheStandbyThatPolls() throws InterruptedException {
        try (DatabaseArena.Candidate first = arena().candidate("a", LOCK)) {
            first.awaitStart();
            try (DatabaseArena.Candidate second = arena().candidate("b", LOCK)) {
                first.close();
                assertThat(second.awaitStart().fencingToken()).isGreaterThan(first.token());
            }
        }
    }

    /** As {@link JdbcTable} says. */
    @Test
    default void lock_takenByHand_endsTheTerm() throws InterruptedException, SQLException {
        try (DatabaseArena.Candidate leader = arena().candidate("a", LOCK)) {
            FencingToken before = leader.awaitStart().fencingToken();
            sql(
                    "UPDATE bellwether_lock SET holder = '', version = version + 1, token = token + 1 WHERE name = 'orders'");
            assertThat(leader.awaitStop()).isIn(EndReason.TAMPERED, EndReason.VALIDITY_EXPIRED);
            assertThat(leader.awaitStart().fencingToken()).isGreaterThan(before);
        }
    }

    /** Scenario 53: a standby of the database that had not seen the last commits becomes the database. */
    @Test
    default void scenario53_database_goneBack_endsTheTermAndIsSaid() throws InterruptedException, SQLException {
        LockProbe probe = probe();
        LockSnapshot old = probe.created("earlier");
        LockSnapshot unused = probe.applied(Optional.of(old), probe.draft(Purpose.RELEASE, "", 0));
        try (DatabaseArena.Candidate leader = arena().candidate("a", LOCK)) {
            leader.awaitStart();
            sql("DELETE FROM bellwether_lock");
            sql("INSERT INTO bellwether_lock (name, version, token, holder, duration_seconds, acquire_time, renew_time,"
                    + " transitions, nonce, marks) VALUES ('orders', 1, 1, 'earlier', 1, '', '', 0, '"
                    + old.record().nonce() + "', '{}')");
            assertThat(leader.awaitStop()).isIn(EndReason.STORE_ROLLBACK, EndReason.VALIDITY_EXPIRED);
            leader.awaitNotice(Notice.StoreRolledBack.class);
        }
    }

    /** A row that a stranger's transaction has locked: it is not taken to be written, and the lock works afterwards. */
    @Test
    default void write_heldUpByAnotherTransaction_isNotAppliedAndTheLockWorksAfterwards() throws SQLException {
        LockProbe probe = probe();
        LockSnapshot base = probe.created("a");
        try (Connection stranger = arena().source().getConnection()) {
            stranger.setAutoCommit(false);
            try (Statement statement = stranger.createStatement()) {
                int unused = statement.executeUpdate("UPDATE bellwether_lock SET transitions = transitions");
            }
            WriteResult late =
                    arena().write(LOCK, Optional.of(base), probe.draft(Purpose.RENEW, "a", 0), Duration.ofMillis(300));
            assertThat(late).isInstanceOfAny(WriteResult.Unknown.class, WriteResult.Rejected.class);
            stranger.rollback();
        }
        assertThat(renewed(probe)).isInstanceOf(WriteResult.Applied.class);
    }

    /** Writes over what is there; asks again after a conflict, as a candidate would: the other's end takes a moment. */
    private WriteResult renewed(LockProbe probe) {
        WriteResult result = new WriteResult.Conflict(Optional.empty());
        for (int tries = 0; tries < 20 && result instanceof WriteResult.Conflict; tries++) {
            Optional<LockSnapshot> now = Optional.of(probe.found());
            result = arena().write(LOCK, now, probe.draft(Purpose.RENEW, "a", 0), Duration.ofSeconds(10));
        }
        return result;
    }

    @Test
    default void fence_ofTheRunningTerm_lets_anEndedOneDoesNot() throws SQLException {
        LockProbe probe = probe();
        LockSnapshot first = probe.created("a");
        JdbcLock lock = arena().lock(LOCK);
        sql("CREATE TABLE work (done INTEGER)");
        assertThat(arena().fencedWork(lock, first.token())).isTrue();
        LockSnapshot renewed = probe.applied(Optional.of(first), probe.draft(Purpose.RENEW, "a", 0));
        assertThat(arena().fencedWork(lock, first.token())).isTrue();
        LockSnapshot second = probe.applied(Optional.of(renewed), probe.draft(Purpose.ACQUIRE, "b", 1));
        assertThat(arena().fencedWork(lock, first.token())).isFalse();
        assertThat(arena().fencedWork(lock, second.token())).isTrue();
        assertThat(arena().count("work")).isEqualTo(3);
    }

    /** The lock is elsewhere; the database only remembers the greatest token. */
    @Test
    default void tokenTable_admitsTokensThatDoNotShrink() throws SQLException {
        SqlFence fence = SqlFence.DEFAULT;
        fence.create(arena().source());
        sql("CREATE TABLE work (done INTEGER)");
        assertThat(arena().admittedWork(fence, "invoices", 7)).isTrue();
        assertThat(arena().admittedWork(fence, "invoices", 7)).isTrue();
        assertThat(arena().admittedWork(fence, "invoices", 9)).isTrue();
        assertThat(arena().admittedWork(fence, "invoices", 8)).isFalse();
        assertThat(arena().admittedWork(fence, "letters", 1)).isTrue();
        assertThat(arena().count("work")).isEqualTo(4);
    }

    @Test
    default void name_thatIsTooLong_isRefused() {
        DataSource source = arena().source();
        assertThatThrownBy(() -> new JdbcLock(source, JdbcTable.DEFAULT, "n".repeat(201), arena().machine()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
