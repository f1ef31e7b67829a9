package io.bellwether.store.embedded.crash;

import io.bellwether.store.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the shim saw, in order. */
final class DiskTrace {

    /** One operation on the disk. */
    sealed interface Step {

        /** Bytes of a file. */
        record Write(long inode, long offset, Bytes data) implements Step {}

        /** Everything of the file before this is durable. */
        record Sync(long inode) implements Step {}

        /** A sync failed: what was not durable before it never will be, unless it is written again. */
        record FailedSync(long inode) implements Step {}

        /** The file ends here. */
        record Truncate(long inode, long size) implements Step {}

        /** A name changed. */
        record Rename(String from, String to) implements Step {}

        /** A name went away. */
        record Unlink(String name) implements Step {}

        /** A name came into being. */
        record Create(long inode, String name) implements Step {}

        /** All names before this are durable. */
        record SyncDirectory() implements Step {}
    }

    private static final int HEADER_BYTES = 28;

    private DiskTrace() {}

    static List<Step> read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Step> records = new ArrayList<>();
        while (bytes.remaining() >= HEADER_BYTES) {
            int type = bytes.getInt();
            long inode = bytes.getLong();
            long offset = bytes.getLong();
            byte[] first = new byte[bytes.getInt()];
            byte[] second = new byte[bytes.getInt()];
            bytes.get(first);
            bytes.get(second);
            records.add(step(type, inode, offset, first, second));
        }
        return records;
    }

    private static Step step(int type, long inode, long offset, byte[] first, byte[] second) {
        return switch (type) {
            case 1 -> new Step.Write(inode, offset, Bytes.wrap(first));
            case 2 -> new Step.Sync(inode);
            case 3 -> new Step.Truncate(inode, offset);
            case 4 -> new Step.Rename(text(first), text(second));
            case 5 -> new Step.Unlink(text(first));
            case 6 -> new Step.Create(inode, text(first));
            case 7 -> new Step.SyncDirectory();
            case 8 -> new Step.FailedSync(inode);
            default -> throw new AssertionError("the shim wrote a record of type " + type);
        };
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
