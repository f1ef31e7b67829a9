package io.bellwether.tests.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The program as a process of its own; what it prints can be waited for. Threads: one caller. */
public final class ProgramProcess implements AutoCloseable {

    /** Generous: the machine may be building something else meanwhile. */
    public static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();
    private final Thread reader;

    private ProgramProcess(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().name("program-output").unstarted(this::read);
    }

    /** Standard output and error together, line by line. */
    public static ProgramProcess start(Map<String, String> environment, String... arguments) throws IOException {
        return start(List.of(), environment, arguments);
    }

    /** The same through another program that becomes it, such as {@code ip netns exec}. */
    public static ProgramProcess start(List<String> prefix, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(program());
        command.addAll(List.of(arguments));
        return start(new ProcessBuilder(command), environment);
    }

    /**
     * A line for a shell in which {@code bellwether} is the program.
     *
     * @param folder where it runs; exists
     */
    public static ProgramProcess shell(Path folder, Map<String, String> environment, String line) throws IOException {
        Path script = folder.resolve("bellwether");
        if (!Files.exists(script)) {
            Files.writeString(script, "#!/bin/sh\nexec '" + String.join("' '", program()) + "' \"$@\"\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        }
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "exec " + line).directory(folder.toFile());
        builder.environment().merge("PATH", folder.toString(), (path, own) -> own + File.pathSeparator + path);
        return start(builder, environment);
    }

    /** Another program of this JVM's, from a class path of its own. */
    public static ProgramProcess startMain(String classPath, String mainClass, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(List.of(arguments));
        return start(new ProcessBuilder(command), Map.of());
    }

    private static List<String> program() {
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.bellwether.cli.Main"));
        return command;
    }

    /** This JVM's program, with options for processes that start often and live briefly. */
    public static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED");
    }

    private static ProgramProcess start(ProcessBuilder builder, Map<String, String> environment) throws IOException {
        builder.redirectErrorStream(true);
        builder.environment().remove("KUBECONFIG");
        builder.environment().putAll(environment);
        ProgramProcess program = new ProgramProcess(builder.start());
        program.reader.start();
        return program;
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            String line = reader.readLine();
            while (line != null) {
                lines.add(line);
                line = reader.readLine();
            }
        } catch (IOException closed) {
            // The test is over and has destroyed the process.
            return;
        }
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** The next line that contains the text. */
    public String awaitLine(String text) throws InterruptedException {
        while (true) {
            String line = nextLine();
            assertThat(line).as("a line with \"%s\" after %s", text, seen).isNotNull();
            seen.add(line);
            if (line.contains(text)) {
                return line;
            }
        }
    }

    /** The next line that contains all of these texts, among so many that contain the first. */
    public String awaitLine(String text, int among, String... more) throws InterruptedException {
        String line = "";
        for (int found = 0; found < among; found++) {
            line = awaitLine(text);
            if (Stream.of(more).allMatch(line::contains)) {
                return line;
            }
        }
        throw new AssertionError("no line with " + List.of(more) + " among " + among + "; the last is " + line);
    }

    /** In short waits: while this process stands still, stopped or with its whole machine, only one of them passes. */
    private @Nullable String nextLine() throws InterruptedException {
        String line = null;
        for (int waited = 0; line == null && waited < PATIENCE_SECONDS; waited++) {
            line = lines.poll(1, TimeUnit.SECONDS);
        }
        return line;
    }

    /** Whether a line that contains the text has been read by {@link #awaitLine} or waits. */
    public boolean hasPrinted(String text) {
        return seen.stream().anyMatch(line -> line.contains(text))
                || lines.stream().anyMatch(line -> line.contains(text));
    }

    /** The last lines that it has printed, read by {@link #awaitLine} or not. */
    public List<String> tail(int count) {
        List<String> all = new ArrayList<>(seen);
        all.addAll(lines);
        return List.copyOf(all.subList(Math.max(0, all.size() - count), all.size()));
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its exit code, once it has ended by itself. */
    public int awaitExit() throws InterruptedException {
        boolean ended = false;
        for (int waited = 0; !ended && waited < PATIENCE_SECONDS; waited++) {
            ended = process.waitFor(1, TimeUnit.SECONDS);
        }
        assertThat(ended).as("ended, having said %s %s", seen, lines).isTrue();
        return process.exitValue();
    }

    /** Everything that it has printed, once it and whoever else may write there have ended. */
    public String awaitOutput() throws InterruptedException {
        int unused = awaitExit();
        reader.join();
        return String.join("\n", tail(Integer.MAX_VALUE));
    }

    /** Onto its standard input. */
    public void write(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Sends a signal, by its name without SIG. */
    public void signal(String name) throws IOException, InterruptedException {
        signal(name, process.pid());
    }

    /** Sends a signal to any process. */
    public static void signal(String name, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-s", name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** The descendants whose command line contains the text. */
    public List<ProcessHandle> children(String text) {
        return process.descendants()
                .filter(child -> child.info().commandLine().orElse("").contains(text))
                .toList();
    }

    @Override
    public void close() throws InterruptedException {
        int unused = process.destroyForcibly().waitFor();
    }
}
