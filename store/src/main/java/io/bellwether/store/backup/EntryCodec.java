package io.bellwether.store.backup;

import io.bellwether.store.Bytes;
import io.bellwether.store.Key;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One entry as bytes: key length (2), key in UTF-8, createRevision (8), modRevision (8), value length (4), value. */
final class EntryCodec {

    private EntryCodec() {}

    /** The bytes that {@link #write} will take. */
    static int size(byte[] key, KeyValue entry) {
        return Short.BYTES
                + key.length
                + 2 * Long.BYTES
                + Integer.BYTES
                + entry.value().size();
    }

    static byte[] key(KeyValue entry) {
        return entry.key().value().getBytes(StandardCharsets.UTF_8);
    }

    static void write(ByteBuffer into, byte[] key, KeyValue entry) {
        into.putShort((short) key.length).put(key);
        into.putLong(entry.createRevision().value());
        into.putLong(entry.modRevision().value());
        into.putInt(entry.value().size()).put(entry.value().shared());
    }

    static KeyValue read(ByteBuffer from) {
        byte[] key = new byte[Short.toUnsignedInt(from.getShort())];
        from.get(key);
        Revision created = new Revision(from.getLong());
        long modified = from.getLong();
        byte[] value = new byte[from.getInt()];
        from.get(value);
        // Most entries are written once; sharing the revision saves 16 bytes of heap for each of them.
        Revision written = modified == created.value() ? created : new Revision(modified);
        return new KeyValue(new Key(new String(key, StandardCharsets.UTF_8)), Bytes.wrap(value), created, written);
    }
}
