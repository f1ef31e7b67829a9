package io.bellwether.store.embedded;

import io.bellwether.execution.Randomness;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.Threads;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** Stores of tests, with real threads and small limits. */
public final class Stores {

    /** So small that files, bases and compaction come into play after a few hundred writes. */
    public static final EmbeddedStoreOptions.Limits TINY =
            new EmbeddedStoreOptions.Limits(256 << 10, Duration.ofMinutes(5), 1L << 30, 256 << 10, 1 << 20, 256 << 10);

    private Stores() {}

    public static EmbeddedStoreOptions options(Path directory) {
        return options(directory, failure -> {});
    }

    public static EmbeddedStoreOptions options(Path directory, Consumer<StoreException> onFailure) {
        return new EmbeddedStoreOptions(
                directory,
                new SystemClock(),
                Randomness.secure(),
                task -> Threads.start("store-test", task),
                Threads.virtual("store-watch"),
                onFailure,
                EmbeddedStoreOptions.Limits.DEFAULT);
    }

    public static EmbeddedStore open(Path directory) {
        return EmbeddedStore.open(options(directory));
    }

    public static EmbeddedStore openTiny(Path directory) {
        return EmbeddedStore.open(options(directory).withLimits(TINY));
    }

    /** Opens it once more after a close. */
    public static Store reopen(Store store, Path directory) {
        store.close();
        return open(directory);
    }
}
