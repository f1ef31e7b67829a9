package io.bellwether.etcd.member;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * etcd's log, as far as another version of etcd must be able to read it: the entries since the last snapshot.
 *
 * <p>etcd 3.4 and 3.5 write some entries in the form of etcd's second protocol: 3.4 for each health check, both when a
 * member says its name. 3.6 understands the latter only, 3.7 neither: it ends with a panic, at each start anew, until
 * the version before has made a snapshot.
 *
 * <p>Source: {@code storage/wal} and {@code etcdserver/server.go} of etcd 3.6.16 and 3.7.3; etcd issue 20870.
 *
 * <p>Threads: safe from any thread; etcd may be writing meanwhile.
 */
final class WriteAheadLog {

    /** A frame's length has 56 bits; above them, where the length is negative, three with the length of its padding. */
    private static final int LENGTH_BITS = 56;

    private static final int PADDING_LIMIT = 7;

    private static final int ENTRY = 2;
    private static final int SNAPSHOT = 5;

    /** What etcd 3.6 translates. */
    private static final Pattern MEMBERSHIP = Pattern.compile("/0/(version|members/[0-9a-f]{1,16}/attributes)");

    /** Entries in a form that later versions do not read. */
    enum OldForm {
        /** None. */
        NONE,
        /** Some that 3.6 reads, and later ones do not. */
        UNTIL_3_6,
        /** Some that 3.5 reads, and later ones do not. */
        UNTIL_3_5
    }

    private final NavigableMap<Long, OldForm> old = new TreeMap<>();

    private WriteAheadLog() {}

    /**
     * Reads through the files.
     *
     * @param files in the order in which they were written
     */
    static OldForm oldForm(List<Path> files) throws IOException {
        WriteAheadLog log = new WriteAheadLog();
        for (Path file : files) {
            log.read(file);
        }
        return log.old.values().stream().max(OldForm::compareTo).orElse(OldForm.NONE);
    }

    /** Until the end of what is written: a file is made at full length, and what is being written may be cut off. */
    private void read(Path file) throws IOException {
        long left = Files.size(file);
        try (InputStream raw = Files.newInputStream(file);
                DataInputStream in = new DataInputStream(new BufferedInputStream(raw))) {
            while (left >= Long.BYTES) {
                long frame = Long.reverseBytes(in.readLong());
                long length = frame & ((1L << LENGTH_BITS) - 1);
                long padding = frame < 0 ? (frame >>> LENGTH_BITS) & PADDING_LIMIT : 0;
                left -= Long.BYTES + length + padding;
                if (length == 0 || left < 0) {
                    return;
                }
                record(new Message(in.readNBytes((int) length)));
                in.skipNBytes(padding);
            }
        } catch (EOFException | IllegalArgumentException beingWritten) {
            return;
        }
    }

    private void record(Message record) {
        long type = record.number(1);
        Message data = new Message(record.bytes(3));
        if (type == ENTRY) {
            long index = data.number(3);
            // A new leader's entry takes the place of what was not committed.
            old.tailMap(index, true).clear();
            OldForm form = data.number(1) == 0 ? form(data.bytes(4)) : OldForm.NONE;
            if (form != OldForm.NONE) {
                old.put(index, form);
            }
        } else if (type == SNAPSHOT) {
            old.headMap(data.number(1), true).clear();
        }
    }

    /** In the old form the second field is the method and the third the path; in the new one there is no second. */
    private static OldForm form(byte[] request) {
        Message fields = new Message(request);
        if (!fields.has(2)) {
            return OldForm.NONE;
        }
        boolean understood = text(fields.bytes(2)).equals("PUT")
                && MEMBERSHIP.matcher(text(fields.bytes(3))).matches();
        return understood ? OldForm.UNTIL_3_6 : OldForm.UNTIL_3_5;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
