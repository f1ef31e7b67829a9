package io.bellwether.cli.store;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.store.StoreException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store a command works on, and how its refusals are told. */
final class StoreDirectory {

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "The data directory of \"bellwether up\" (default: ~/.bellwether).")
    private @Nullable Path dataDir;

    Path path() {
        return dataDir == null ? Path.of(System.getProperty("user.home"), ".bellwether") : dataDir;
    }

    /** Does the work; a refusal becomes one line. */
    static <T> T orFail(Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreException refused) {
            throw CommandFailure.of(String.valueOf(refused.getMessage()), refused);
        }
    }
}
