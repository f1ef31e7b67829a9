package io.bellwether.tests.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A folder for one test, where an extension needs it before JUnit could give one. */
final class TestFolder {

    private TestFolder() {}

    static Path create() {
        try {
            return Files.createTempDirectory("elastic-etcd");
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Deletes it with what is in it; processes that are ending may still be deleting, too. */
    static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
                    if (why instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw why;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException why)
                        throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
