package io.bellwether.store.embedded;

import io.bellwether.store.Bytes;
import io.bellwether.store.Key;
import io.bellwether.store.Revision;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A commit as the log has it: without the entries it replaced, but with their revisions. */
record LogCommit(Revision revision, List<Change> changes) {

    /**
     * What it did to one key.
     *
     * @param replaced the modRevision of the entry before; {@link Revision#NONE}: there was none
     * @param put what it wrote; empty: it deleted the key
     */
    record Change(Key key, Revision replaced, Optional<Written> put) {}

    /** A written entry. */
    record Written(Revision created, Bytes value) {}

    /** The commits of a frame whose payload is this buffer. */
    static List<LogCommit> decode(Frame frame, ByteBuffer payload) {
        List<LogCommit> commits = new ArrayList<>(frame.commits());
        for (int index = 0; index < frame.commits(); index++) {
            int count = payload.getInt();
            List<Change> changes = new ArrayList<>(count);
            for (int change = 0; change < count; change++) {
                changes.add(change(payload));
            }
            commits.add(new LogCommit(new Revision(frame.revision() + index), changes));
        }
        return commits;
    }

    private static Change change(ByteBuffer payload) {
        byte kind = payload.get();
        byte[] key = new byte[Short.toUnsignedInt(payload.getShort())];
        payload.get(key);
        Revision replaced = new Revision(payload.getLong());
        Optional<Written> put = Optional.empty();
        if (kind == FrameEncoder.PUT) {
            Revision created = new Revision(payload.getLong());
            byte[] value = new byte[payload.getInt()];
            payload.get(value);
            put = Optional.of(new Written(created, Bytes.wrap(value)));
        }
        return new Change(new Key(new String(key, StandardCharsets.UTF_8)), replaced, put);
    }
}
