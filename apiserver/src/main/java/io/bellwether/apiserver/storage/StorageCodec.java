package io.bellwether.apiserver.storage;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.json.Trees;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apimachinery.kind.SelectableField;
import io.bellwether.apimachinery.selector.SelectableFields;
import io.bellwether.store.Bytes;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the objects of one kind as values of the store and reads them back.
 *
 * <p>Shape: the format is that of {@link StoredObject}.
 *
 * <p>Threads: immutable.
 */
public final class StorageCodec {

    private static final String NAME = "metadata.name";
    private static final String NAMESPACE = "metadata.namespace";
    private static final Set<String> WRITTEN_FIRST = Set.of("apiVersion", "kind", "metadata");

    private final KindDescriptor kind;
    private final ResourceKeys keys;
    private final List<SelectableField> fields;
    private final int fingerprint;
    private final byte[] opening;
    private final int metadataOffset;

    /** The codec of a kind. */
    public StorageCodec(KindDescriptor kind) {
        this.kind = kind;
        keys = ResourceKeys.of(kind.group(), kind.plural(), kind.isNamespaced());
        fields = kind.selectableFields().stream()
                .filter(field -> !field.label().equals(NAME) && !field.label().equals(NAMESPACE))
                .toList();
        fingerprint = fields.stream()
                .map(field -> field.label() + "=" + field.paths())
                .collect(Collectors.joining("\n"))
                .hashCode();
        String identity = "{\"apiVersion\":\"" + kind.apiVersion() + "\",\"kind\":\"" + kind.kind() + "\",";
        metadataOffset = identity.length();
        opening = (identity + "\"metadata\":").getBytes(StandardCharsets.UTF_8);
    }

    /** Where the kind's objects lie. */
    public ResourceKeys keys() {
        return keys;
    }

    /** The value for an object; its resourceVersion is left out. */
    public Bytes encode(ApiObject object) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
            writeHeader(new DataOutputStream(bytes), object);
            int json = bytes.size();
            writeJson(bytes, object);
            byte[] value = bytes.toByteArray();
            ByteBuffer.wrap(value)
                    .putInt(StoredObject.AT_JSON, json)
                    .putInt(StoredObject.AT_SPLICE, opening.length + 1)
                    .putInt(StoredObject.AT_METADATA, metadataOffset)
                    .putInt(StoredObject.AT_FINGERPRINT, fingerprint);
            return Bytes.wrap(value);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /** The object of an entry, with the entry's modRevision as resourceVersion. The tree is the caller's own. */
    public ApiObject decode(KeyValue entry) {
        return decode(entry, entry.modRevision());
    }

    /**
     * The object of an entry with another resourceVersion: the last state of an object in the event of its deletion.
     */
    public ApiObject decode(KeyValue entry, Revision revision) {
        int offset = new StoredObject(entry).jsonOffset();
        byte[] value = entry.value().shared();
        JsonNode tree;
        try {
            tree = Trees.parseTrusted(value, offset);
        } catch (JacksonException e) {
            throw new CorruptObjectException(entry.key());
        }
        if (tree instanceof ObjectNode root && root.get("metadata") instanceof ObjectNode metadata) {
            metadata.put("resourceVersion", revision.toString());
            return new ApiObject(root);
        }
        throw new CorruptObjectException(entry.key());
    }

    /**
     * The values that field selectors ask for; the header answers, or the object itself when it was written with
     * another list of fields.
     */
    public SelectableFields selectableFields(StoredObject object) {
        if (object.fingerprint() != fingerprint) {
            return SelectableFields.extract(decode(object.entry()), kind);
        }
        List<String> stored = object.fields();
        String[] values = new String[kind.selectableFields().size()];
        int next = 0;
        for (int index = 0; index < values.length; index++) {
            values[index] = switch (kind.selectableFields().get(index).label()) {
                case NAME -> keys.name(object.entry().key());
                case NAMESPACE -> keys.namespace(object.entry().key());
                default -> stored.get(next++);
            };
        }
        return SelectableFields.of(List.of(values));
    }

    private void writeHeader(DataOutputStream out, ApiObject object) throws IOException {
        out.writeByte(StoredObject.FORMAT);
        out.writeByte((object.isDeleting() ? StoredObject.FLAG_DELETING : 0)
                | (object.finalizers().isEmpty() ? 0 : StoredObject.FLAG_FINALIZERS));
        out.write(new byte[StoredObject.AT_LABELS - StoredObject.AT_JSON]);
        Map<String, String> labels = object.labels();
        out.writeInt(labels.size());
        for (Map.Entry<String, String> label : labels.entrySet()) {
            writeText(out, label.getKey());
            writeText(out, label.getValue());
        }
        out.writeInt(fields.size());
        for (SelectableField field : fields) {
            writeText(out, field.extract(object.json()));
        }
    }

    private void writeJson(ByteArrayOutputStream out, ApiObject object) throws IOException {
        ObjectNode metadata = object.metadata().deepCopy();
        metadata.remove("resourceVersion");
        if (metadata.isEmpty()) {
            throw new IllegalArgumentException("an object has a name");
        }
        out.write(opening);
        out.write(Trees.write(metadata));
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        object.json().forEachEntry((name, value) -> {
            if (!WRITTEN_FIRST.contains(name)) {
                rest.set(name, value);
            }
        });
        if (rest.isEmpty()) {
            out.write('}');
            return;
        }
        byte[] fields = Trees.write(rest);
        fields[0] = ',';
        out.write(fields);
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
