package io.bellwether.benchmarks.election;

import io.bellwether.benchmarks.election.EventLog.Event;
import io.bellwether.benchmarks.election.EventLog.What;
import io.bellwether.benchmarks.http.BenchmarkException;
import io.bellwether.execution.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A candidate: one process, whose lines become events.
 *
 * <p>Threads: one caller; a thread reads what it prints.
 */
final class Elector implements AutoCloseable {

    private static final int END_LIMIT_SECONDS = 30;
    private static final int WORDS_WITH_HOLDER = 4;

    private final String identity;
    private final Process process;
    private final Optional<Proxy> proxy;

    private Elector(String identity, Process process, Optional<Proxy> proxy) {
        this.identity = identity;
        this.process = process;
        this.proxy = proxy;
    }

    /**
     * Starts it.
     *
     * @param errors the file that takes what it complains about
     * @param proxy between it and its server; closed with it
     */
    static Elector start(String identity, List<String> command, Path errors, Optional<Proxy> proxy, EventLog log)
            throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
        Threads.start("benchmarks-output-" + identity, () -> read(identity, process, log));
        return new Elector(identity, process, proxy);
    }

    private static void read(String identity, Process process, EventLog log) {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                event(identity, line).ifPresent(log::add);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            log.add(new Event(identity, What.ENDED, System.nanoTime()));
        }
    }

    /** The event of a line, at the instant in it or else now; empty when it is none. */
    static Optional<Event> event(String identity, String line) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("observed") && words.length < WORDS_WITH_HOLDER) {
            return Optional.empty();
        }
        return what(words[0])
                .map(what ->
                        new Event(identity, what, words.length > 1 ? Long.parseLong(words[1]) : System.nanoTime()));
    }

    private static Optional<What> what(String word) {
        return switch (word) {
            case "ready" -> Optional.of(What.READY);
            case "observed" -> Optional.of(What.OBSERVED);
            case "releasing" -> Optional.of(What.RELEASING);
            case "started" -> Optional.of(What.STARTED);
            case "stopped" -> Optional.of(What.STOPPED);
            default -> Optional.empty();
        };
    }

    String identity() {
        return identity;
    }

    long pid() {
        return process.pid();
    }

    /** The proxy it was started with. */
    Proxy proxy() {
        return proxy.orElseThrow(() -> new BenchmarkException(identity + " has no proxy"));
    }

    /** Tells it to give the leadership up and to go on as a candidate. */
    void resign() {
        try {
            process.getOutputStream().write("resign\n".getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** SIGTERM; returns when it was sent. Its output is still read. */
    long terminate() {
        long now = System.nanoTime();
        process.toHandle().destroy();
        return now;
    }

    /** SIGKILL; returns when it was sent. */
    long kill() {
        long now = System.nanoTime();
        process.toHandle().destroyForcibly();
        return now;
    }

    /** Waits for the end of a process that was told to, at most half a minute; then kills it. */
    void awaitEnd() {
        try {
            if (!process.waitFor(END_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        proxy.ifPresent(Proxy::close);
    }

    /** Kills it. */
    @Override
    public void close() {
        kill();
        awaitEnd();
    }
}
