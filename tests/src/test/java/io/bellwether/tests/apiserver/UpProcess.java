package io.bellwether.tests.apiserver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code bellwether up} as a process of its own, on this JVM's class path. */
public final class UpProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final String READY = "Bellwether is ready: ";

    private final Process process;
    private final BufferedReader out;
    private final CompletableFuture<String> err;

    private UpProcess(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.err = CompletableFuture.supplyAsync(
                () -> read(process.errorReader(StandardCharsets.UTF_8)),
                task -> Thread.ofVirtual().start(task));
    }

    /** Starts it with these arguments. */
    public static UpProcess start(String... arguments) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), arguments);
    }

    /**
     * Starts it inside of another command.
     *
     * @param wrapper the command and its arguments, which runs what follows them
     */
    static UpProcess start(List<String> wrapper, String classPath, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                "io.bellwether.cli.Main",
                "up"));
        command.addAll(List.of(arguments));
        return new UpProcess(new ProcessBuilder(command).start());
    }

    long pid() {
        return process.pid();
    }

    /** Waits for the line that says it serves; answers the URL in it. */
    public String awaitReady() throws IOException {
        String line = out.readLine();
        if (line == null || !line.startsWith(READY)) {
            throw new IOException("expected \"" + READY + "\", got " + line + "; its log: " + err.join());
        }
        return line.substring(READY.length());
    }

    void terminate() {
        // Not Process.destroy(): that closes the pipes, and what the process says last is lost.
        process.toHandle().destroy();
    }

    /** Ends it as a crash does. */
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        awaitExit();
    }

    /** Waits for its end; answers the exit code. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running after " + PATIENCE_SECONDS + " s");
        }
        return process.exitValue();
    }

    /** The lines on standard error that are no log; call it after the end. */
    List<String> complaints() {
        return err.join().lines().filter(line -> line.startsWith("bellwether")).toList();
    }

    /** Everything on standard error; call it after the end. */
    String log() {
        return err.join();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String read(BufferedReader reader) {
        try (reader) {
            StringBuilder text = new StringBuilder();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                text.append(line).append('\n');
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
