package io.bellwether.cli.demo;

import io.bellwether.cli.demo.core.WorkerEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads what the workers have written down so far.
 *
 * @param files the journals, one of each candidate
 */
record Journals(List<Path> files) {

    Journals {
        files = List.copyOf(files);
    }

    /** All entries, journal by journal. */
    List<WorkerEntry> entries() {
        return files.stream()
                .flatMap(file -> lines(file).stream())
                .map(WorkerEntry::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The first entry of that kind under that token. */
    <T extends WorkerEntry> Optional<T> first(Class<T> type, long token) {
        return entries().stream()
                .filter(entry -> type.isInstance(entry) && entry.token() == token)
                .map(type::cast)
                .findFirst();
    }

    /** How many entries of that kind there are under that token. */
    long count(Class<? extends WorkerEntry> type, long token) {
        return entries().stream()
                .filter(entry -> type.isInstance(entry) && entry.token() == token)
                .count();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException notYet) {
            return List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
