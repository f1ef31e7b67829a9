package io.bellwether.store.contract;

import io.bellwether.store.Bytes;
import io.bellwether.store.Key;
import io.bellwether.store.KeyValue;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every store does, sentence by sentence of {@link Store}: a backend's test class extends this one and says how to
 * open a store.
 */
public abstract class StoreContract {

    @TempDir
    Path directory;

    private Store store;

    /** An empty store, with whatever it needs below this directory, which no other store uses. */
    protected abstract Store open(Path directory) throws IOException;

    /** A store made from a backup. */
    protected abstract Store restore(byte[] backup, Path directory) throws IOException;

    @BeforeEach
    final void openStore() throws IOException {
        store = open(directory.resolve("store"));
    }

    @AfterEach
    final void closeStore() {
        store.close();
    }

    final Store store() {
        return store;
    }

    final Path directory() {
        return directory;
    }

    final Store openFresh(Path fresh) {
        try {
            return open(fresh);
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    static Key key(String name) {
        return new Key(name);
    }

    static Revision put(Store store, String name, String value) {
        return committed(store.txn(Txns.put(name, value)));
    }

    static Revision delete(Store store, String name) {
        return committed(store.txn(Txns.delete(name)));
    }

    static Revision create(Store store, String name, String value) {
        return committed(store.txn(Txn.create(key(name), Bytes.utf8(value))));
    }

    static Revision committed(TxnResult result) {
        if (result instanceof TxnResult.Committed committed) {
            return committed.revision();
        }
        throw new AssertionError("not committed: " + result);
    }

    static RangeResult.Entries entries(RangeResult result) {
        if (result instanceof RangeResult.Entries entries) {
            return entries;
        }
        throw new AssertionError("no entries: " + result);
    }

    static String text(KeyValue entry) {
        return entry.value().utf8();
    }

    @Nested
    class Transactions extends TransactionContract {
        Transactions() {
            super(StoreContract.this);
        }
    }

    @Nested
    class Reads extends ReadContract {
        Reads() {
            super(StoreContract.this);
        }
    }

    @Nested
    class Watching extends WatchContract {
        Watching() {
            super(StoreContract.this);
        }
    }

    @Nested
    class Lifetime extends LifetimeContract {
        Lifetime() {
            super(StoreContract.this);
        }
    }

    @Nested
    class Concurrency extends ConcurrencyContract {
        Concurrency() {
            super(StoreContract.this);
        }
    }
}
