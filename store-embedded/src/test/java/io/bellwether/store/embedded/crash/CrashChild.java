package io.bellwether.store.embedded.crash;

import io.bellwether.execution.Randomness;
import io.bellwether.store.Bytes;
import io.bellwether.store.Compare;
import io.bellwether.store.Key;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Operation;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import io.bellwether.store.embedded.EmbeddedStore;
import io.bellwether.store.embedded.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;

/**
 * The process that is crashed: writers that put and delete, and write down each acknowledgement when they have it.
 *
 * <p>Arguments: directory, where to write acknowledgements ({@code -}: standard output), run, writers, transactions per
 * writer (0: for ever).
 */
final class CrashChild {

    private final Store store;
    private final Acknowledgements acknowledgements;
    private final String run;

    private CrashChild(Store store, Acknowledgements acknowledgements, String run) {
        this.store = store;
        this.acknowledgements = acknowledgements;
        this.run = run;
    }

    /** Where acknowledgements go: one write each, so that a line is there whole before the next thing happens. */
    private interface Acknowledgements {
        void add(Acknowledgement line);
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        EmbeddedStore store = Stores.openTiny(directory);
        CrashChild child = new CrashChild(store, open(arguments[1]), arguments[2]);
        child.write(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
        store.close();
    }

    private static Acknowledgements open(String target) throws IOException {
        if (target.equals("-")) {
            return line -> {
                synchronized (System.out) {
                    System.out.println(line);
                }
            };
        }
        FileChannel file = FileChannel.open(
                Path.of(target), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        return line -> {
            try {
                file.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        };
    }

    private void write(int writers, int transactions) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(writers);
        for (int writer = 0; writer < writers; writer++) {
            int number = writer;
            Thread.ofVirtual().start(() -> {
                try {
                    writeAs(number, transactions);
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
    }

    private void writeAs(int writer, int transactions) {
        RandomGenerator random = Randomness.seeded(run.hashCode() * 1000L + writer);
        for (int number = 0; transactions == 0 || number < transactions; number++) {
            try {
                if (writer == 0 && number % 400 == 399) {
                    store.compact(new Revision(store.currentRevision().value() - 50));
                }
                transact(writer, number, random);
            } catch (StoreException refused) {
                acknowledgements.add(new Acknowledgement("refused:" + refused.reason(), 0));
                return;
            }
        }
    }

    private void transact(int writer, int number, RandomGenerator random) {
        int keys = random.nextInt(8) == 0 ? 1 + random.nextInt(5) : 1;
        String tag = run + ":" + writer + ":" + number + ":" + keys;
        String padding = "x".repeat(random.nextInt(random.nextInt(50) == 0 ? 40_000 : 1500));
        List<Compare> compares = new ArrayList<>();
        List<Operation> operations = new ArrayList<>();
        int first = random.nextInt(40);
        for (int index = 0; index < keys; index++) {
            Key key = new Key("/w/" + writer + "/" + (first + index));
            Optional<KeyValue> current = store.get(key);
            compares.add(current.map(Compare::unchanged).orElse(Compare.absent(key)));
            operations.add(
                    current.isPresent() && keys == 1 && random.nextInt(5) == 0
                            ? new Operation.Delete(key)
                            : new Operation.Put(key, Bytes.utf8(tag + "|" + padding)));
        }
        String kind = operations.get(0) instanceof Operation.Delete ? ":delete" : ":put";
        switch (store.txn(new Txn(compares, operations))) {
            case TxnResult.Committed committed ->
                acknowledgements.add(new Acknowledgement(
                        tag + kind + "|" + operations.get(0).key(),
                        committed.revision().value()));
            case TxnResult.Failed failed -> throw new IllegalStateException("a writer owns its keys, but " + failed);
            case TxnResult.Unknown unknown -> acknowledgements.add(new Acknowledgement("unknown", 0));
        }
    }
}
