package io.bellwether.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log's next file is made ahead, once, and none is left behind. */
final class SparesTest {

    private static final long BYTES = Segment.SMALLEST_BYTES;

    @TempDir
    Path directory;

    private final Queue<Runnable> tasks = new ArrayDeque<>();

    private Spares spares(Path path) {
        return new Spares(new Space(new DataDirectory(path), 0), tasks::add);
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    @Test
    void take_orderedAndMade_isAFileOfZerosOfThatSize() throws IOException {
        Spares spares = spares(directory);
        spares.order(2 * BYTES);
        assertThat(spares.take()).isEmpty();

        tasks.remove().run();

        Spares.Spare made = spares.take().orElseThrow();
        assertThat(made.sizeBytes()).isEqualTo(2 * BYTES);
        assertThat(Files.readAllBytes(made.path())).containsOnly(0).hasSize((int) (2 * BYTES));
        assertThat(spares.take()).isEmpty();
    }

    @Test
    void order_oneInTheMakingOrReady_isTheSameOrder() throws IOException {
        Spares spares = spares(directory);
        spares.order(BYTES);
        spares.order(BYTES);
        assertThat(tasks).hasSize(1);
        tasks.remove().run();
        spares.order(BYTES);

        assertThat(tasks).isEmpty();
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void order_diskRefuses_canBeRepeated() throws IOException {
        Path later = directory.resolve("later");
        Spares spares = spares(later);
        spares.order(BYTES);
        tasks.remove().run();
        assertThat(spares.take()).isEmpty();

        Files.createDirectory(later);
        spares.order(BYTES);
        tasks.remove().run();

        assertThat(spares.take()).isPresent();
    }

    @Test
    void close_readyFile_isRemoved() throws IOException {
        Spares spares = spares(directory);
        spares.order(BYTES);
        tasks.remove().run();

        spares.close();
        spares.close();
        spares.order(BYTES);

        assertThat(files()).isZero();
        assertThat(tasks).isEmpty();
    }

    @Test
    void close_fileInTheMaking_waitsForItAndRemovesIt() throws IOException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Spares spares = new Spares(new Space(new DataDirectory(directory), 0), threads);
            spares.order(64 * BYTES);

            spares.close();

            assertThat(files()).isZero();
        }
    }
}
