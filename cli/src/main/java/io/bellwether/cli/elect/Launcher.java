package io.bellwether.cli.elect;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A process that is ready to become the command: in a session and a process group of its own, with our standard
 * streams, waiting at a named pipe for the word and for the token. So the path from leadership to the command's first
 * instruction is one write and one exec, without a fork of the JVM.
 *
 * <p>We hold the pipe open for reading and writing: opening it never blocks, and when we die before the word, the shell
 * sees the end of the pipe and goes.
 *
 * <p>Threads: one at a time.
 */
final class Launcher implements AutoCloseable {

    private static final String SCRIPT = """
            exec 3<"$1" || exit 70
            read -r ELECT_TERM <&3 && read -r ELECT_FENCING_TOKEN <&3 && read -r ELECT_FENCE <&3 || exit 70
            exec 3<&-
            export ELECT_TERM ELECT_FENCING_TOKEN ELECT_FENCE
            shift
            exec "$@"
            """;

    private final Process process;
    private final RandomAccessFile gate;
    private final Path gateFile;

    private Launcher(Process process, RandomAccessFile gate, Path gateFile) {
        this.process = process;
        this.gate = gate;
        this.gateFile = gateFile;
    }

    /**
     * Starts the waiting process.
     *
     * @param gateFile the pipe's name, not existing yet
     * @param environment added to ours
     */
    static Launcher prepare(Path gateFile, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Process makeGate = new ProcessBuilder("mkfifo", "-m", "600", gateFile.toString())
                .inheritIO()
                .start();
        if (makeGate.waitFor() != 0) {
            throw new IOException("mkfifo " + gateFile + " ended with " + makeGate.exitValue());
        }
        RandomAccessFile gate = new RandomAccessFile(gateFile.toFile(), "rw");
        List<String> line =
                new ArrayList<>(List.of("setsid", "sh", "-c", SCRIPT, "bellwether-launcher", gateFile.toString()));
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
        builder.environment().putAll(environment);
        try {
            return new Launcher(builder.start(), gate, gateFile);
        } catch (IOException notStarted) {
            gate.close();
            throw notStarted;
        }
    }

    boolean isReady() {
        return process.isAlive();
    }

    /** The process, and its group and session: the three have one number. */
    long group() {
        return process.pid();
    }

    /** Gives the word: the process becomes the command. */
    Process launch(long term, long token, String fence) throws IOException {
        gate.write((term + "\n" + token + "\n" + fence + "\n").getBytes(StandardCharsets.UTF_8));
        return process;
    }

    /** Removes the pipe; a process that still waits at it sees its end and goes. */
    @Override
    public void close() throws IOException {
        gate.close();
        Files.deleteIfExists(gateFile);
    }
}
