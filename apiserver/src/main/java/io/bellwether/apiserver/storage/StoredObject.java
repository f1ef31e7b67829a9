package io.bellwether.apiserver.storage;

import io.bellwether.store.Bytes;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One object as it lies in the store, readable without parsing it.
 *
 * <p>Shape: a value is a header and the object's JSON without resourceVersion. The header, all numbers big-endian:
 *
 * <pre>
 * 0   byte   format, 1
 * 1   byte   flags: 1 deletion has been asked for, 2 there are finalizers
 * 2   int    where the JSON begins
 * 6   int    in the JSON, where resourceVersion is spliced in: right after the brace that opens metadata
 * 10  int    in the JSON, where the name of the field metadata begins: apiVersion and kind come before it, everything else after
 * 14  int    fingerprint of the list of selectable fields that the values below belong to
 * 18  int    count of labels, then key and value of each
 *     int    count of selectable fields, then the value of each
 * </pre>
 *
 * A text is an int, its length in bytes, and UTF-8. resourceVersion is the modRevision of the entry: it is written
 * between two parts of the shared bytes, never stored.
 *
 * <p>Threads: immutable.
 *
 * @param entry the store's entry, shared
 */
public record StoredObject(KeyValue entry) {

    static final byte FORMAT = 1;
    static final int FLAG_DELETING = 1;
    static final int FLAG_FINALIZERS = 2;
    static final int AT_FLAGS = 1;
    static final int AT_JSON = 2;
    static final int AT_SPLICE = 6;
    static final int AT_METADATA = 10;
    static final int AT_FINGERPRINT = 14;
    static final int AT_LABELS = 18;

    private static final byte[] BEFORE_REVISION = "\"resourceVersion\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER_REVISION = "\",".getBytes(StandardCharsets.US_ASCII);

    public StoredObject {
        byte[] bytes = entry.value().shared();
        if (bytes.length <= AT_LABELS || bytes[0] != FORMAT) {
            throw new CorruptObjectException(entry.key());
        }
    }

    /** Whether deletion has been asked for. */
    public boolean isDeleting() {
        return (bytes()[AT_FLAGS] & FLAG_DELETING) != 0;
    }

    /** Whether finalizers hold the object. */
    public boolean hasFinalizers() {
        return (bytes()[AT_FLAGS] & FLAG_FINALIZERS) != 0;
    }

    /** The labels. */
    public Map<String, String> labels() {
        ByteBuffer header = header(AT_LABELS);
        int count = header.getInt();
        if (count == 0) {
            return Map.of();
        }
        Map<String, String> labels = LinkedHashMap.newLinkedHashMap(count);
        for (int index = 0; index < count; index++) {
            String key = text(header);
            labels.put(key, text(header));
        }
        return labels;
    }

    /** The size of the JSON with this resourceVersion. */
    public int jsonSize(Revision revision) {
        return bytes().length - jsonOffset() + spliceSize(revision);
    }

    /** The object's JSON with this resourceVersion. */
    public Bytes json(Revision revision) {
        byte[] target = new byte[jsonSize(revision)];
        copyJson(target, 0, revision);
        return Bytes.wrap(target);
    }

    /**
     * Copies the object's JSON with this resourceVersion.
     *
     * @return where the next byte goes
     */
    public int copyJson(byte[] target, int offset, Revision revision) {
        byte[] source = bytes();
        int json = jsonOffset();
        int splice = header(AT_SPLICE).getInt();
        byte[] digits = digits(revision);
        int at = copy(source, json, splice, target, offset);
        at = copy(BEFORE_REVISION, 0, BEFORE_REVISION.length, target, at);
        at = copy(digits, 0, digits.length, target, at);
        at = copy(AFTER_REVISION, 0, AFTER_REVISION.length, target, at);
        return copy(source, json + splice, source.length - json - splice, target, at);
    }

    /** Writes the object's JSON with its modRevision, without apiVersion and kind: the form of an item in a list. */
    public void writeItem(OutputStream out) throws IOException {
        byte[] source = bytes();
        ByteBuffer header = header(AT_JSON);
        int json = header.getInt();
        int splice = header.getInt();
        int metadata = header.getInt();
        out.write('{');
        out.write(source, json + metadata, splice - metadata);
        out.write(BEFORE_REVISION);
        out.write(digits(entry.modRevision()));
        out.write(AFTER_REVISION);
        out.write(source, json + splice, source.length - json - splice);
    }

    int fingerprint() {
        return header(AT_FINGERPRINT).getInt();
    }

    /** The values of the selectable fields in the order of the list with {@link #fingerprint}. */
    List<String> fields() {
        ByteBuffer header = header(AT_LABELS);
        for (int texts = 2 * header.getInt(); texts > 0; texts--) {
            skipText(header);
        }
        String[] values = new String[header.getInt()];
        for (int index = 0; index < values.length; index++) {
            values[index] = text(header);
        }
        return List.of(values);
    }

    /** Where in the value the JSON without resourceVersion begins; it reaches to the end. */
    int jsonOffset() {
        return header(AT_JSON).getInt();
    }

    private ByteBuffer header(int at) {
        return ByteBuffer.wrap(bytes()).position(at);
    }

    private byte[] bytes() {
        return entry.value().shared();
    }

    private static int spliceSize(Revision revision) {
        return BEFORE_REVISION.length + digits(revision).length + AFTER_REVISION.length;
    }

    private static byte[] digits(Revision revision) {
        return Long.toString(revision.value()).getBytes(StandardCharsets.US_ASCII);
    }

    private static int copy(byte[] source, int from, int length, byte[] target, int at) {
        System.arraycopy(source, from, target, at, length);
        return at + length;
    }

    private static void skipText(ByteBuffer header) {
        int length = header.getInt();
        header.position(header.position() + length);
    }

    private static String text(ByteBuffer header) {
        byte[] text = new byte[header.getInt()];
        header.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
