package io.bellwether.store.embedded.crash;

import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.WatchEvent;
import io.bellwether.store.contract.RecordingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a store has after a crash with what writers were told before it: G-W1, G-W2, G-W3.
 *
 * <p>Everything is said as a list of faults, so that a test can also demand that there are some.
 */
final class Verification {

    private final List<String> faults = new ArrayList<>();

    private Verification() {}

    static List<String> faults(Store store, List<Acknowledgement> acknowledged) {
        Verification verification = new Verification();
        verification.verify(store, acknowledged);
        return verification.faults;
    }

    private void verify(Store store, List<Acknowledgement> acknowledged) {
        Revision current = store.currentRevision();
        Revision oldest = store.compactedRevision();
        Map<Long, WatchBatch> history = history(store, oldest, current);
        for (Acknowledgement told : acknowledged) {
            if (told.revision() > current.value()) {
                faults.add("lost: " + told + ", the store ends at " + current);
            } else if (told.revision() > oldest.value()) {
                requireCommit(told, history.get(told.revision()));
            }
        }
        history.values().forEach(this::requireWhole);
        requireEndState(store, oldest, history);
    }

    private Map<Long, WatchBatch> history(Store store, Revision oldest, Revision current) {
        RecordingListener listener = new RecordingListener();
        Map<Long, WatchBatch> history = new TreeMap<>();
        if (current.equals(oldest)) {
            return history;
        }
        store.watch(KeyRange.ALL, oldest, listener);
        long next = oldest.value() + 1;
        for (WatchBatch batch : listener.awaitRevision(current)) {
            if (batch.revision().value() != next) {
                faults.add("gap: revision " + batch.revision() + " where " + next + " should be");
            }
            next = batch.revision().value() + 1;
            history.put(batch.revision().value(), batch);
        }
        return history;
    }

    private void requireCommit(Acknowledgement told, @Nullable WatchBatch batch) {
        if (batch == null) {
            faults.add("lost: " + told + ", its revision is missing");
            return;
        }
        String[] parts = told.tag().split("\\|", 2);
        WatchEvent first = batch.events().get(0);
        boolean same = switch (first) {
            case WatchEvent.Put put -> parts[0].equals(tag(put.current()) + ":put");
            case WatchEvent.Delete delete ->
                parts[0].endsWith(":delete") && delete.key().value().equals(parts[1]);
        };
        if (!same) {
            faults.add("other: revision " + batch.revision() + " is " + first.key() + ", told was " + told);
        }
    }

    /** A transaction of n keys has n events with one tag. */
    private void requireWhole(WatchBatch batch) {
        if (batch.events().get(0) instanceof WatchEvent.Put put) {
            String tag = tag(put.current());
            int keys = Integer.parseInt(tag.substring(tag.lastIndexOf(':') + 1));
            boolean whole = batch.events().size() == keys
                    && batch.events().stream()
                            .allMatch(event -> event instanceof WatchEvent.Put other
                                    && tag(other.current()).equals(tag));
            if (!whole) {
                faults.add("torn: revision " + batch.revision() + " has not all of " + tag);
            }
        }
    }

    /** The oldest readable state and the history after it give the newest state. */
    private void requireEndState(Store store, Revision oldest, Map<Long, WatchBatch> history) {
        TreeMap<String, KeyValue> state = new TreeMap<>();
        if (oldest.isAfter(Revision.NONE)) {
            entries(store, oldest).forEach(entry -> state.put(entry.key().value(), entry));
        }
        for (WatchBatch batch : history.values()) {
            for (WatchEvent event : batch.events()) {
                switch (event) {
                    case WatchEvent.Put put -> state.put(put.key().value(), put.current());
                    case WatchEvent.Delete delete -> state.remove(delete.key().value());
                }
            }
        }
        if (!List.copyOf(state.values()).equals(entries(store, Revision.NONE))) {
            faults.add("inconsistent: the history does not lead to the newest state");
        }
    }

    private static List<KeyValue> entries(Store store, Revision at) {
        if (store.range(KeyRange.ALL, 0, at) instanceof RangeResult.Entries entries) {
            return entries.entries();
        }
        throw new AssertionError("revision " + at + " cannot be read");
    }

    private static String tag(KeyValue entry) {
        String value = entry.value().utf8();
        return value.substring(0, value.indexOf('|'));
    }
}
