package io.bellwether.tests.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.tests.program.ProgramProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A candidate as a process of its own, by any library. Threads: one caller. */
final class Elector implements AutoCloseable {

    /**
     * A line of the contract.
     *
     * @param what the first word
     * @param words the others
     */
    record Said(String what, List<String> words) {

        static Said parse(String line) {
            List<String> words = List.of(line.split(" ", -1));
            return new Said(words.getFirst(), words.subList(1, words.size()));
        }

        /** A word that is a number. */
        long number(int index) {
            return Long.parseLong(words.get(index));
        }
    }

    /**
     * How long things take.
     *
     * @param lease how long others wait for a holder that does not renew
     * @param renewDeadline when a leader that cannot renew gives up
     * @param retry from one attempt to the next
     */
    record Timing(Duration lease, Duration renewDeadline, Duration retry) {

        /** Suits the library; a lease of four seconds or more. */
        static Timing of(Duration lease, Library library) {
            // The official client gives up an attempt, the handshake of TLS included, after one retry period.
            Duration retry = Duration.ofSeconds(library == Library.OFFICIAL ? 2 : 1);
            return new Timing(lease, lease.minusSeconds(1), retry);
        }
    }

    private final Library library;
    private final String identity;
    private final Process process;
    private final LinkedBlockingQueue<Said> waiting = new LinkedBlockingQueue<>();
    private final List<Said> heard = new ArrayList<>();
    private final Thread reader;

    private Elector(Library library, String identity, Process process) {
        this.library = library;
        this.identity = identity;
        this.process = process;
        this.reader = Thread.ofVirtual().name("elector-output").start(this::read);
    }

    /** Starts it; its complaints go to this JVM's standard error. */
    static Elector start(Library library, Path kubeconfig, String lease, String identity, Timing timing)
            throws IOException {
        List<String> command = new ArrayList<>(library.command());
        command.addAll(List.of("--kubeconfig", kubeconfig.toString(), "--namespace", "default", "--lease", lease));
        command.addAll(List.of("--identity", identity));
        command.addAll(List.of("--lease-duration", Long.toString(timing.lease().toMillis())));
        command.addAll(
                List.of("--renew-deadline", Long.toString(timing.renewDeadline().toMillis())));
        command.addAll(List.of("--retry-period", Long.toString(timing.retry().toMillis())));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        return new Elector(library, identity, builder.start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                waiting.add(Said.parse(line));
            }
        } catch (IOException closed) {
            // The process is gone.
            return;
        }
    }

    Library library() {
        return library;
    }

    String identity() {
        return identity;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The next line of that kind. */
    Said await(String what) throws InterruptedException {
        return await(what, List.of());
    }

    /** The next line of that kind that ends with these words. */
    Said await(String what, List<String> end) throws InterruptedException {
        while (true) {
            Said said = waiting.poll(ProgramProcess.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(said)
                    .as("%s %s of %s, after %s", what, end, identity, heard)
                    .isNotNull();
            heard.add(said);
            if (said.what().equals(what) && endsWith(said.words(), end)) {
                return said;
            }
        }
    }

    private static boolean endsWith(List<String> words, List<String> end) {
        int from = words.size() - end.size();
        return from >= 0 && words.subList(from, words.size()).equals(end);
    }

    /** Everything that it has said; call it after its end. */
    List<Said> all() throws InterruptedException {
        reader.join();
        List<Said> rest = new ArrayList<>();
        waiting.drainTo(rest);
        heard.addAll(rest);
        return List.copyOf(heard);
    }

    /** Sends a signal, by its name without SIG. */
    void signal(String name) throws IOException, InterruptedException {
        ProgramProcess.signal(name, process.pid());
    }

    /** Waits for its end; answers the exit code. */
    int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(ProgramProcess.PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("%s has ended", identity)
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        // SIGKILL ends a stopped process as well.
        int unused = process.destroyForcibly().waitFor();
    }
}
