package io.bellwether.store.embedded.crash;

import io.bellwether.execution.Randomness;
import io.bellwether.store.contract.StoreProperty;
import io.bellwether.store.embedded.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A directory that a crash left behind. It is copied before it is used, so that every use finds it as the crash did.
 */
record Survivor(Path directory) {

    private static final int PROPERTY_STEPS = 60;

    /** Opens a copy, shown as an empty store. */
    FreshStart open(Path copy) throws IOException {
        Files.createDirectories(copy);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return FreshStart.of(Stores.openTiny(copy));
    }

    /** Does random things to a copy and compares every answer with the model's. */
    void requireLikeTheModel(Path copy, long seed) throws IOException {
        StoreProperty.check(
                () -> {
                    try {
                        delete(copy);
                        return open(copy);
                    } catch (IOException unusable) {
                        throw new UncheckedIOException(unusable);
                    }
                },
                Randomness.seeded(seed),
                PROPERTY_STEPS,
                Long.toString(seed));
        delete(copy);
    }

    /** Removes a directory and all that is in it, if it is there. */
    static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> files = Files.walk(tree)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
