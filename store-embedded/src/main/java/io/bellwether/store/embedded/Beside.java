package io.bellwether.store.embedded;

import io.bellwether.store.StoreException;
import java.io.IOException;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads files of a store that another process may have open.
 *
 * <p>That process removes files which a newer base replaces. Who is reading then finds one missing, or a base without
 * the log behind it, and would take it for damage. So a refusal counts only when every file that was there before is
 * still there; else the reading starts again.
 *
 * <p>Threads: any; blocks on the disk.
 */
final class Beside {

    /** Files go at most once a second and far apart: whoever is overtaken so often meets something else. */
    private static final int ATTEMPT_LIMIT = 10;

    private Beside() {}

    /** The answer of a reading that nothing was taken away from. */
    static <T> T read(DataDirectory directory, Supplier<T> reading) {
        for (int attempt = 1; attempt < ATTEMPT_LIMIT; attempt++) {
            Set<DataDirectory.Numbered> before = files(directory);
            try {
                return reading.get();
            } catch (StoreException refused) {
                if (files(directory).containsAll(before)) {
                    throw refused;
                }
            }
        }
        return reading.get();
    }

    private static Set<DataDirectory.Numbered> files(DataDirectory directory) {
        try {
            return directory.numbered();
        } catch (IOException unreadable) {
            throw new StoreException(
                    StoreException.Reason.UNUSABLE, directory.path() + " cannot be read: " + unreadable, unreadable);
        }
    }
}
