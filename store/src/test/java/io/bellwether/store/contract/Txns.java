package io.bellwether.store.contract;

import io.bellwether.store.Bytes;
import io.bellwether.store.Key;
import io.bellwether.store.Operation;
import io.bellwether.store.Txn;
import java.util.List;

/** Transactions of tests. */
public final class Txns {

    private Txns() {}

    /** Writes the text, whatever the key holds. */
    public static Txn put(String name, String value) {
        return new Txn(List.of(), List.of(new Operation.Put(new Key(name), Bytes.utf8(value))));
    }

    /** Removes the key, whatever it holds. */
    public static Txn delete(String name) {
        return new Txn(List.of(), List.of(new Operation.Delete(new Key(name))));
    }
}
