package io.bellwether.apimachinery.table;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.kind.Column;
import io.bellwether.apimachinery.kind.KindDescriptor;
import java.time.Instant;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows objects of one kind as a Table: the rows and columns that kubectl prints.
 *
 * @param kind whose columns are used
 * @param metaVersion the version of {@code meta.k8s.io} in which tables and partial metadata are written
 * @param rowObject what a row carries beside its cells
 */
public record TableConverter(KindDescriptor kind, String metaVersion, RowObject rowObject) {

    /** What a row carries of its object. */
    public enum RowObject {
        NONE,
        METADATA,
        OBJECT
    }

    public TableConverter {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(metaVersion, "metaVersion");
        Objects.requireNonNull(rowObject, "rowObject");
    }

    /** A table without columns, rows and versions: kind, apiVersion and empty metadata, ready to be filled. */
    public ObjectNode emptyTable() {
        ObjectNode table = JsonNodeFactory.instance.objectNode();
        table.put("kind", "Table");
        table.put("apiVersion", "meta.k8s.io/" + metaVersion);
        table.putObject("metadata");
        return table;
    }

    /** The headings. */
    public ArrayNode columnDefinitions() {
        ArrayNode definitions = JsonNodeFactory.instance.arrayNode();
        for (Column column : kind.columns()) {
            ObjectNode definition = definitions.addObject();
            definition.put("name", column.name());
            definition.put("type", column.type());
            definition.put("format", column.format());
            definition.put("description", column.description());
            definition.put("priority", column.priority());
        }
        return definitions;
    }

    /**
     * One row.
     *
     * @param object with its resourceVersion; its tree is shared with the row, not copied
     * @param now against which ages are counted
     */
    public ObjectNode row(ApiObject object, Instant now) {
        Cells cells = new Cells(object.json(), now);
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        ArrayNode values = row.putArray("cells");
        kind.columns().forEach(column -> values.add(cells.compute(column.cell())));
        switch (rowObject) {
            case NONE -> row.putNull("object");
            case METADATA ->
                row.set("object", PartialMetadata.of(object, metaVersion).json());
            case OBJECT -> row.set("object", object.json());
        }
        return row;
    }

    /**
     * A table of one object, with the object's resourceVersion as its own: the answer to a read, or an event of a
     * watch.
     */
    public ObjectNode table(ApiObject object, Instant now, Headings headings) {
        ObjectNode table = emptyTable();
        table.putObject("metadata").put("resourceVersion", object.resourceVersion());
        switch (headings) {
            case GIVEN -> table.set("columnDefinitions", columnDefinitions());
            case KNOWN -> table.putNull("columnDefinitions");
        }
        table.putArray("rows").add(row(object, now));
        return table;
    }

    /** Whether a table carries its headings: the first event of a watch does, the others need not. */
    public enum Headings {
        GIVEN,
        KNOWN
    }
}
