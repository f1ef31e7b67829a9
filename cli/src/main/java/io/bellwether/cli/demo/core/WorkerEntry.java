package io.bellwether.cli.demo.core;

import java.util.Optional;

/**
 * One line of a worker's journal. All workers run on one machine and read one clock, so that their moments can be
 * compared.
 */
public sealed interface WorkerEntry {

    /** When, in nanoseconds of the machine's boot-time clock. */
    long atNanos();

    /** The fencing token under which the worker ran. */
    long token();

    /** The worker began. */
    record Started(long atNanos, long token, long pid, String identity) implements WorkerEntry {}

    /** Its leadership was valid at this moment, by what it was told. */
    record Believed(long atNanos, long token) implements WorkerEntry {}

    /** The server acknowledged its write. */
    record Acknowledged(long atNanos, long token, long sequence, long revision) implements WorkerEntry {}

    /** The server refused its write because of the fence. */
    record FencedOut(long atNanos, long token, long sequence) implements WorkerEntry {}

    /** Its write was not answered, or refused for another reason. */
    record Unanswered(long atNanos, long token, long sequence) implements WorkerEntry {}

    /** The line of the journal. */
    default String line() {
        return switch (this) {
            case Started(long at, long token, long pid, String identity) ->
                "started %d %d %d %s".formatted(at, token, pid, identity);
            case Believed(long at, long token) -> "believed %d %d".formatted(at, token);
            case Acknowledged(long at, long token, long sequence, long revision) ->
                "acknowledged %d %d %d %d".formatted(at, token, sequence, revision);
            case FencedOut(long at, long token, long sequence) -> "fenced-out %d %d %d".formatted(at, token, sequence);
            case Unanswered(long at, long token, long sequence) -> "unanswered %d %d %d".formatted(at, token, sequence);
        };
    }

    /** Reads a line; empty when it is none of a journal, for instance the torn last one of a worker that was killed. */
    static Optional<WorkerEntry> parse(String line) {
        String[] words = line.split(" ", -1);
        try {
            return Optional.of(
                    switch (words[0]) {
                        case "started" -> new Started(number(words, 1), number(words, 2), number(words, 3), words[4]);
                        case "believed" -> new Believed(number(words, 1), number(words, 2));
                        case "acknowledged" ->
                            new Acknowledged(number(words, 1), number(words, 2), number(words, 3), number(words, 4));
                        case "fenced-out" -> new FencedOut(number(words, 1), number(words, 2), number(words, 3));
                        case "unanswered" -> new Unanswered(number(words, 1), number(words, 2), number(words, 3));
                        default -> throw new NumberFormatException(words[0]);
                    });
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException torn) {
            return Optional.empty();
        }
    }

    private static long number(String[] words, int index) {
        return Long.parseLong(words[index]);
    }
}
