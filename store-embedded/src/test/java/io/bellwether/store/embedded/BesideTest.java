package io.bellwether.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.store.Revision;
import io.bellwether.store.StoreException;
import io.bellwether.store.StoreException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reader beside a running store does not take files that went for damage, and damage not for files that went (G-W9).
 */
final class BesideTest {

    private final StoreException damage = new StoreException(Reason.CORRUPT, "damaged", null);

    @TempDir
    Path path;

    private final AtomicInteger readings = new AtomicInteger();

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createFile(directory().base(new Revision(7)));
        Files.createFile(directory().segment(new Revision(8)));
    }

    private DataDirectory directory() {
        return new DataDirectory(path);
    }

    private int readingThatMeets(Runnable change, int times) {
        if (readings.incrementAndGet() <= times) {
            change.run();
            throw damage;
        }
        return readings.get();
    }

    private void replaceBase() {
        try {
            Files.delete(directory().base(new Revision(6 + readings.get())));
            Files.createFile(directory().base(new Revision(7 + readings.get())));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    void read_fileGoneMeanwhile_readsAgain() {
        assertThat(Beside.read(directory(), () -> readingThatMeets(this::replaceBase, 3)))
                .isEqualTo(4);
    }

    @Test
    void read_nothingGone_refusesAtOnce() {
        assertThatThrownBy(() -> Beside.read(directory(), () -> readingThatMeets(() -> {}, 1)))
                .isSameAs(damage);
        assertThat(readings).hasValue(1);
    }

    @Test
    void read_filesGoneEveryTime_endsWithTheRefusal() {
        assertThatThrownBy(() -> Beside.read(directory(), () -> readingThatMeets(this::replaceBase, 100)))
                .isSameAs(damage);
        assertThat(readings).hasValue(10);
    }
}
