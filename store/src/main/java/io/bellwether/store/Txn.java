package io.bellwether.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A transaction: if every compare holds, all operations happen at one revision; otherwise none does.
 *
 * @param compares conditions, at most {@link #SIZE_LIMIT}; the list is copied
 * @param operations writes, 1 to {@link #SIZE_LIMIT}, each key at most once; the list is copied
 */
public record Txn(List<Compare> compares, List<Operation> operations) {

    /** The most compares, and the most operations; etcd's default. */
    public static final int SIZE_LIMIT = 128;

    public Txn {
        compares = List.copyOf(compares);
        operations = List.copyOf(operations);
        if (operations.isEmpty() || operations.size() > SIZE_LIMIT || compares.size() > SIZE_LIMIT) {
            throw new IllegalArgumentException("a transaction has 1 to " + SIZE_LIMIT
                    + " operations and at most as many compares, not " + operations.size() + " and " + compares.size());
        }
        requireDistinctKeys(operations);
    }

    private static void requireDistinctKeys(List<Operation> operations) {
        if (operations.size() == 1) {
            // By far the most; a set for one key would be a tenth of what such a transaction costs.
            return;
        }
        Set<Key> written = new HashSet<>();
        for (Operation operation : operations) {
            if (!written.add(operation.key())) {
                throw new IllegalArgumentException("a transaction writes a key once; twice: " + operation.key());
            }
        }
    }

    /** Creates the key; fails when it exists. */
    public static Txn create(Key key, Bytes value) {
        return new Txn(List.of(Compare.absent(key)), List.of(new Operation.Put(key, value)));
    }

    /** Replaces the entry; fails when it is no longer the one that was read. */
    public static Txn update(KeyValue read, Bytes value) {
        return new Txn(List.of(Compare.unchanged(read)), List.of(new Operation.Put(read.key(), value)));
    }

    /** Deletes the entry; fails when it is no longer the one that was read. */
    public static Txn delete(KeyValue read) {
        return new Txn(List.of(Compare.unchanged(read)), List.of(new Operation.Delete(read.key())));
    }
}
