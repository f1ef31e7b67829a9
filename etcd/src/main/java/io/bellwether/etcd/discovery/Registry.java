package io.bellwether.etcd.discovery;

import io.bellwether.store.Bytes;
import io.bellwether.store.Compare;
import io.bellwether.store.Key;
import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Operation;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Tokens and the members that stock etcd registered under them.
 *
 * <p>Shape: under {@code discovery/<token>/}, {@code size} says how many members found the cluster,
 * {@code members/<id>} is one of them, and {@code count} how many there are. A cluster has formed with its size-th
 * registration, for ever: from then on nothing is taken out and no one registers a second time, because a founder that
 * comes again has lost its disk and would vote under an identity that had promised what it no longer has.
 *
 * <p>Threads: safe from any thread; may block on the store.
 */
final class Registry {

    /** Of members under a token: far more than found a cluster, since late comers stay registered. */
    static final int MEMBERS_LIMIT = 64;

    private static final int ATTEMPTS = 100;

    private final Store store;

    Registry(Store store) {
        this.store = store;
    }

    /** A registration; its index orders it among all that ever happened in this store. */
    record Entry(String id, String value, long index) {}

    /** What became of a registration. */
    sealed interface Registered {

        /** It is there, now or from before. */
        record Done(Entry entry) implements Registered {}

        /** Somebody has it, or the founder has come before and the cluster has formed. */
        record Exists(Entry entry) implements Registered {}

        /** There is no such token. */
        record NoToken() implements Registered {}

        /** Supervised members use the token, or too many are registered. */
        record Closed(String why) implements Registered {}
    }

    static Key key(String token, String rest) {
        return new Key("discovery/" + token + "/" + rest);
    }

    /** Makes a token; false: there is one. */
    boolean create(String token, int size) {
        return create(token, size, Optional.empty());
    }

    /** Makes a token under which only what is signed with this key's other half counts; false: there is one. */
    boolean create(String token, int size, Optional<String> publicKey) {
        Key sizeKey = key(token, "size");
        List<Operation> puts = new ArrayList<>();
        puts.add(new Operation.Put(sizeKey, Bytes.utf8(Integer.toString(size))));
        publicKey.ifPresent(text -> puts.add(new Operation.Put(key(token, "key"), Bytes.utf8(text))));
        return switch (store.txn(new Txn(List.of(Compare.absent(sizeKey)), puts))) {
            case TxnResult.Committed committed -> true;
            case TxnResult.Failed exists -> false;
            case TxnResult.Unknown(String reason) -> throw unknown(reason);
        };
    }

    Optional<Integer> size(String token) {
        return store.get(key(token, "size"))
                .map(entry -> Integer.parseInt(entry.value().utf8()));
    }

    Optional<KeyValue> sizeEntry(String token) {
        return store.get(key(token, "size"));
    }

    /** The index that everything that comes later will be greater than. */
    long index() {
        return store.currentRevision().value();
    }

    /** In the order of registration. */
    List<Entry> entries(String token) {
        List<Entry> entries = new ArrayList<>();
        for (KeyValue each : range(store, key(token, "members/").value())) {
            entries.add(entry(each));
        }
        entries.sort(Comparator.comparingLong(Entry::index));
        return entries;
    }

    static List<KeyValue> range(Store store, String prefix) {
        return switch (store.range(KeyRange.prefix(prefix), 0, Revision.NONE)) {
            case RangeResult.Entries found -> found.entries();
            case RangeResult.Compacted compacted -> List.of();
            case RangeResult.Future future -> List.of();
        };
    }

    Optional<Entry> entry(String token, String id) {
        return store.get(key(token, "members/" + id)).map(Registry::entry);
    }

    private static Entry entry(KeyValue found) {
        String key = found.key().value();
        return new Entry(
                key.substring(key.lastIndexOf('/') + 1),
                found.value().utf8(),
                found.createRevision().value());
    }

    boolean isFormed(String token) {
        int size = size(token).orElse(Integer.MAX_VALUE);
        return count(token).map(Registry::number).orElse(0) >= size;
    }

    /** Registers, once; a founder that was interrupted while the others were still missing is let in again. */
    Registered register(String token, String id, String value) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Registered> settled = settled(token, id, value);
            if (settled.isPresent()) {
                return settled.get();
            }
            Optional<KeyValue> count = count(token);
            Key member = key(token, "members/" + id);
            Txn txn = new Txn(
                    List.of(
                            Compare.absent(member),
                            count.map(Compare::unchanged).orElseGet(() -> Compare.absent(key(token, "count"))),
                            Compare.absent(key(token, "formation"))),
                    List.of(
                            new Operation.Put(member, Bytes.utf8(value)),
                            counted(token, count.map(Registry::number).orElse(0) + 1)));
            switch (store.txn(txn)) {
                case TxnResult.Committed(Revision revision) -> {
                    return new Registered.Done(new Entry(id, value, revision.value()));
                }
                case TxnResult.Failed changed -> {
                    // Another member came in between: look again.
                }
                case TxnResult.Unknown(String reason) -> throw unknown(reason);
            }
        }
        return new Registered.Closed("too many members register at once");
    }

    private Optional<Registered> settled(String token, String id, String value) {
        if (size(token).isEmpty()) {
            return Optional.of(new Registered.NoToken());
        }
        Optional<Entry> own = entry(token, id);
        if (own.isPresent()) {
            boolean again = own.get().value().equals(value) && !isFormed(token);
            return Optional.of(again ? new Registered.Done(own.get()) : new Registered.Exists(own.get()));
        }
        if (store.get(key(token, "formation")).isPresent()
                || store.get(key(token, "key")).isPresent()) {
            return Optional.of(new Registered.Closed("supervised members use this token"));
        }
        return count(token).map(Registry::number).orElse(0) >= MEMBERS_LIMIT
                ? Optional.of(new Registered.Closed("no more than " + MEMBERS_LIMIT + " members register"))
                : Optional.empty();
    }

    /**
     * Takes a registration out, as long as the cluster has not formed.
     *
     * @return what was taken out; empty: nothing was
     */
    Optional<Entry> remove(String token, String id) {
        Optional<KeyValue> member = store.get(key(token, "members/" + id));
        Optional<KeyValue> count = count(token);
        if (member.isEmpty() || count.isEmpty() || isFormed(token)) {
            return Optional.empty();
        }
        Txn txn = new Txn(
                List.of(Compare.unchanged(member.get()), Compare.unchanged(count.get())),
                List.of(new Operation.Delete(member.get().key()), counted(token, number(count.get()) - 1)));
        return switch (store.txn(txn)) {
            case TxnResult.Committed committed -> member.map(Registry::entry);
            case TxnResult.Failed changed -> Optional.empty();
            case TxnResult.Unknown(String reason) -> throw unknown(reason);
        };
    }

    private Optional<KeyValue> count(String token) {
        return store.get(key(token, "count"));
    }

    private static Operation counted(String token, int count) {
        return new Operation.Put(key(token, "count"), Bytes.utf8(Integer.toString(count)));
    }

    private static int number(KeyValue entry) {
        return Integer.parseInt(entry.value().utf8());
    }

    static StoreException unknown(String reason) {
        return new StoreException(StoreException.Reason.FAILED, "whether it was written is not known: " + reason, null);
    }
}
