package io.bellwether.election.jdbc;

import io.bellwether.apimachinery.json.Trees;
import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockRecord;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.Marks;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One row: a lock at one version.
 *
 * @param version grows by one with each write
 * @param token grows by one whenever a term begins or ends
 */
record LockRow(long version, long token, LockRecord record) {

    /** The row that the draft makes of the base. */
    static LockRow of(Optional<LockSnapshot> base, LockDraft draft) {
        LockRecord record = draft.over(base.map(LockSnapshot::record));
        long version = base.map(snapshot -> snapshot.revision().order()).orElse(0L) + 1;
        long token = base.map(snapshot -> snapshot.stampedToken().orElseThrow()).orElse(0L);
        boolean movesTerm = base.isEmpty() || isOtherTerm(base.orElseThrow().record(), record);
        return new LockRow(version, movesTerm ? token + 1 : token, record);
    }

    private static boolean isOtherTerm(LockRecord before, LockRecord after) {
        return !before.holder().equals(after.holder())
                || !before.acquireTime().equals(after.acquireTime())
                || before.transitions() != after.transitions();
    }

    /** The row that the cursor is at; Jackson's exception when the marks are no JSON. */
    static LockRow read(ResultSet row) throws SQLException {
        LockRecord record = LockRecord.of(
                text(row, "holder"),
                Math.max(0, row.getLong("duration_seconds")),
                text(row, "acquire_time"),
                text(row, "renew_time"),
                Math.max(0, row.getLong("transitions")),
                marks(text(row, "marks")));
        return new LockRow(row.getLong("version"), row.getLong("token"), record);
    }

    /** Sets the parameters that {@link JdbcTable#update} and {@link JdbcTable#insert} begin with, the name included. */
    void bind(PreparedStatement statement, String name) throws SQLException {
        statement.setLong(1, version);
        statement.setLong(2, token);
        statement.setString(3, record.holder());
        statement.setLong(4, record.durationSeconds());
        statement.setString(5, record.acquireTime());
        statement.setString(6, record.renewTime());
        statement.setLong(7, record.transitions());
        statement.setString(8, record.nonce());
        statement.setString(9, json(record.marks()));
        statement.setString(10, name);
    }

    /** The row as a lock; it has one life, for it is never deleted. */
    LockSnapshot snapshot() {
        return new LockSnapshot(LockRevision.of(version), "", record, OptionalLong.of(token), record.nonce());
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).orElse("");
    }

    private static String json(Marks marks) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        marks.texts().forEach(json::put);
        return Trees.text(json);
    }

    private static Marks marks(String json) throws JacksonException {
        Map<String, String> texts = new TreeMap<>();
        Trees.read(json.getBytes(StandardCharsets.UTF_8))
                .properties()
                .forEach(mark -> texts.put(mark.getKey(), mark.getValue().asString("")));
        return Marks.of(texts);
    }
}
