package io.bellwether.election.record;

import io.bellwether.apimachinery.json.Trees;
import io.bellwether.election.core.LockRecord;
import io.bellwether.election.core.Marks;
import io.bellwether.store.Bytes;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** A lock's record as JSON; what others have added to it is kept. */
final class RecordJson {

    private static final String HOLDER = "holder";
    private static final String DURATION = "durationSeconds";
    private static final String ACQUIRE_TIME = "acquireTime";
    private static final String RENEW_TIME = "renewTime";
    private static final String TRANSITIONS = "transitions";
    private static final String MARKS = "marks";

    private RecordJson() {}

    /** The record's tree; {@code null} is a record that says nothing, whatever else is no object is refused. */
    static ObjectNode parse(Bytes value) throws JacksonException {
        return switch (Trees.read(value.shared())) {
            case ObjectNode object -> object;
            case NullNode nothing -> JsonNodeFactory.instance.objectNode();
            case JsonNode other -> throw new StreamReadException(other.getNodeType() + " where an object should be");
        };
    }

    static Bytes bytes(ObjectNode json) throws JacksonException {
        return Bytes.wrap(Trees.write(json));
    }

    static LockRecord read(ObjectNode json) {
        Map<String, String> marks = new TreeMap<>();
        json.path(MARKS)
                .properties()
                .forEach(mark -> marks.put(mark.getKey(), mark.getValue().asString("")));
        return LockRecord.of(
                text(json, HOLDER),
                number(json, DURATION),
                text(json, ACQUIRE_TIME),
                text(json, RENEW_TIME),
                number(json, TRANSITIONS),
                Marks.of(marks));
    }

    /** The base with the record's fields in it; the base stays as it is. */
    static ObjectNode write(ObjectNode base, LockRecord record) {
        ObjectNode json = base.deepCopy();
        json.put(HOLDER, record.holder());
        json.put(DURATION, record.durationSeconds());
        json.put(ACQUIRE_TIME, record.acquireTime());
        json.put(RENEW_TIME, record.renewTime());
        json.put(TRANSITIONS, record.transitions());
        ObjectNode marks = json.putObject(MARKS);
        record.marks().texts().forEach(marks::put);
        return json;
    }

    private static String text(ObjectNode json, String field) {
        JsonNode value = json.path(field);
        return value.isString() ? value.stringValue() : "";
    }

    /** Zero for what is missing, negative, or no whole number. */
    private static long number(ObjectNode json, String field) {
        JsonNode value = json.path(field);
        return value.isIntegralNumber() && value.canConvertToLong() ? Math.max(0, value.longValue()) : 0;
    }
}
