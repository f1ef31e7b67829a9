package io.bellwether.store.embedded.crash;

import io.bellwether.store.Key;
import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import io.bellwether.store.contract.Txns;
import io.bellwether.store.embedded.EmbeddedStore;
import io.bellwether.store.embedded.EmbeddedStoreOptions;
import io.bellwether.store.embedded.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Fills the disk that its parent made small, and says how the store takes it. Arguments: directory, quota file. */
final class FullDiskChild {

    private static final EmbeddedStoreOptions.Limits LIMITS =
            new EmbeddedStoreOptions.Limits(0, Stores.TINY.historyAge(), 1L << 30, 256 << 10, 64 << 20, 1 << 20);

    private static final int ATTEMPTS = 100_000;

    private final Store store;
    private final Path quota;
    private final Map<String, String> expected = new TreeMap<>();

    private FullDiskChild(Store store, Path quota) {
        this.store = store;
        this.quota = quota;
    }

    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(arguments[0]);
        EmbeddedStoreOptions options = Stores.options(data).withLimits(LIMITS);
        try (Store store = EmbeddedStore.open(options)) {
            new FullDiskChild(store, Path.of(arguments[1])).run();
        }
    }

    private void run() throws IOException {
        System.out.println("full " + fill().reason());
        System.out.println("writable " + (store.health().writable().isPresent() ? "no" : "yes"));
        System.out.println("read " + (entries(store).equals(expected) ? "yes" : "no"));
        System.out.println("deletes " + delete(100) + " of 100");
        Files.writeString(quota, "60000000");
        System.out.println(resume() ? "resumed" : "still full");
        System.out.println("writable " + (store.health().writable().isPresent() ? "no" : "yes"));
        store.close();
        try (Store again = Stores.openTiny(Path.of(quota.resolveSibling("data").toString()))) {
            System.out.println(
                    "reopened: " + (entries(again).equals(expected) ? "nothing lost, nothing extra" : "different"));
        }
    }

    private StoreException fill() {
        for (int index = 0; index < ATTEMPTS; index++) {
            try {
                put("/fill/" + (100_000 + index), "x".repeat(3000));
            } catch (StoreException full) {
                return full;
            }
        }
        throw new IllegalStateException("the disk did not get full");
    }

    private void put(String key, String value) {
        if (!(store.txn(Txns.put(key, value)) instanceof TxnResult.Committed)) {
            throw new IllegalStateException("a put was not committed");
        }
        expected.put(key, value);
    }

    private int delete(int count) {
        int deleted = 0;
        for (String name : List.copyOf(expected.keySet()).subList(0, count)) {
            KeyValue entry = store.get(new Key(name)).orElseThrow();
            if (store.txn(Txn.delete(entry)) instanceof TxnResult.Committed) {
                expected.remove(name);
                deleted++;
            }
        }
        return deleted;
    }

    /** Without a restart: the first write after there is space again, or at most a few later, is taken. */
    private boolean resume() {
        try {
            put("/resumed", "x");
            return true;
        } catch (StoreException stillFull) {
            return false;
        }
    }

    private static Map<String, String> entries(Store store) {
        Map<String, String> entries = new TreeMap<>();
        if (store.range(KeyRange.ALL, 0, Revision.NONE) instanceof RangeResult.Entries all) {
            all.entries()
                    .forEach(entry ->
                            entries.put(entry.key().value(), entry.value().utf8()));
        }
        return entries;
    }
}
