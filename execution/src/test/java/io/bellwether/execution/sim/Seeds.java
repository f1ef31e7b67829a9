package io.bellwether.execution.sim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * Which seeds a simulation runs.
 *
 * <p>{@code -Dseed=N} runs that one alone. Otherwise the corpus (seeds that once found a bug; a resource with one
 * number per line, {@code #} begins a remark) and then a range. A failure names its seed and how to replay it.
 */
public final class Seeds {

    private final LongStream seeds;

    private Seeds(LongStream seeds) {
        this.seeds = seeds;
    }

    /** The seed of {@code -Dseed}, else {@code count} seeds from {@code first} on. */
    public static Seeds range(long first, int count) {
        Long single = Long.getLong("seed");
        return new Seeds(single == null ? LongStream.range(first, first + count) : LongStream.of(single));
    }

    /** The seeds of a corpus beside the given class; none when {@code -Dseed} chooses one. */
    public static Seeds corpus(Class<?> owner, String resource) {
        return new Seeds(
                Long.getLong("seed") != null
                        ? LongStream.empty()
                        : read(owner, resource).stream().mapToLong(Long::longValue));
    }

    /** Runs each seed; the first failure ends it with an error that says how to replay. */
    public void forEach(LongConsumer run) {
        seeds.forEach(seed -> {
            try {
                run.accept(seed);
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError(
                        "seed " + seed + " failed, replay with -Dseed=" + seed + ": " + failure.getMessage(), failure);
            }
        });
    }

    private static List<Long> read(Class<?> owner, String resource) {
        try (InputStream stream = owner.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalArgumentException("no corpus " + resource + " beside " + owner.getName());
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("read corpus " + resource, unreadable);
        }
    }
}
