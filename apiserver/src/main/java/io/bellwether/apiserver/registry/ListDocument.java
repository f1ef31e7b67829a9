package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.codec.ObjectCodec;
import io.bellwether.apimachinery.json.Trees;
import io.bellwether.apimachinery.table.PartialMetadata;
import io.bellwether.apimachinery.table.TableConverter;
import io.bellwether.apiserver.request.OutputFormat;
import io.bellwether.apiserver.request.ResourceResponse;
import io.bellwether.apiserver.storage.StoredObject;
import io.bellwether.store.KeyValue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A page of objects that writes itself item by item.
 *
 * <p>Shape: plain JSON goes from the stored bytes straight to the stream; tables and metadata parse one object at a
 * time; only YAML, which people ask for, builds the whole document. Items of plain lists have no apiVersion and kind of
 * their own.
 *
 * <p>Threads: used by one thread.
 *
 * @param now for the ages in tables
 */
record ListDocument(ServedKind kind, Page page, OutputFormat output, Instant now)
        implements ResourceResponse.ListWriter {

    @Override
    public void writeTo(OutputStream out) throws IOException {
        if (output.media() == OutputFormat.Media.YAML) {
            out.write(ObjectCodec.encodeYaml(new ApiObject(tree())));
            return;
        }
        switch (output.transform()) {
            case NONE -> writePlain(out);
            case PARTIAL_METADATA -> writeMetadata(out);
            case TABLE -> writeTable(out);
        }
    }

    private void writePlain(OutputStream out) throws IOException {
        writeHead(out, kind.descriptor().listKind(), kind.descriptor().apiVersion(), "items");
        boolean first = true;
        for (KeyValue entry : page.items()) {
            if (!first) {
                out.write(',');
            }
            first = false;
            new StoredObject(entry).writeItem(out);
        }
        writeTail(out);
    }

    private void writeMetadata(OutputStream out) throws IOException {
        writeHead(out, PartialMetadata.LIST_KIND, "meta.k8s.io/" + output.version(), "items");
        boolean first = true;
        for (KeyValue entry : page.items()) {
            first = writeItem(out, metadata(entry), first);
        }
        writeTail(out);
    }

    private void writeTable(OutputStream out) throws IOException {
        TableConverter table = Rendering.table(kind, output);
        ObjectNode head = table.emptyTable();
        head.set("metadata", metadata());
        head.set("columnDefinitions", table.columnDefinitions());
        writeOpen(out, head, "rows");
        boolean first = true;
        for (KeyValue entry : page.items()) {
            first = writeItem(out, table.row(kind.codec().decode(entry), now), first);
        }
        writeTail(out);
    }

    private static boolean writeItem(OutputStream out, ObjectNode item, boolean first) throws IOException {
        if (!first) {
            out.write(',');
        }
        out.write(Trees.write(item));
        return false;
    }

    private void writeHead(OutputStream out, String listKind, String apiVersion, String items) throws IOException {
        ObjectNode head = JsonNodeFactory.instance.objectNode();
        head.put("kind", listKind);
        head.put("apiVersion", apiVersion);
        head.set("metadata", metadata());
        writeOpen(out, head, items);
    }

    /** Everything up to and including the bracket that opens the array of items. */
    private static void writeOpen(OutputStream out, ObjectNode head, String items) throws IOException {
        byte[] closed = Trees.write(head);
        out.write(closed, 0, closed.length - 1);
        out.write((",\"" + items + "\":[").getBytes(StandardCharsets.US_ASCII));
    }

    private static void writeTail(OutputStream out) throws IOException {
        out.write(']');
        out.write('}');
    }

    private ObjectNode metadata() {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.put("resourceVersion", page.revision().toString());
        page.next().ifPresent(token -> metadata.put("continue", token.encode()));
        page.remaining().ifPresent(count -> metadata.put("remainingItemCount", count));
        return metadata;
    }

    private ObjectNode tree() {
        return switch (output.transform()) {
            case NONE -> tree(kind.descriptor().listKind(), kind.descriptor().apiVersion());
            case PARTIAL_METADATA -> tree(PartialMetadata.LIST_KIND, "meta.k8s.io/" + output.version());
            case TABLE -> tableTree();
        };
    }

    private ObjectNode tree(String listKind, String apiVersion) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("apiVersion", apiVersion);
        ArrayNode items = list.putArray("items");
        boolean whole = output.transform() == OutputFormat.Transform.NONE;
        page.items()
                .forEach(entry -> items.add(whole ? kind.codec().decode(entry).json() : metadata(entry)));
        list.put("kind", listKind);
        list.set("metadata", metadata());
        return list;
    }

    private ObjectNode tableTree() {
        TableConverter table = Rendering.table(kind, output);
        ObjectNode tree = table.emptyTable();
        tree.set("metadata", metadata());
        tree.set("columnDefinitions", table.columnDefinitions());
        ArrayNode rows = tree.putArray("rows");
        page.items().forEach(entry -> rows.add(table.row(kind.codec().decode(entry), now)));
        return tree;
    }

    private ObjectNode metadata(KeyValue entry) {
        return PartialMetadata.of(kind.codec().decode(entry), output.version()).json();
    }
}
