package io.bellwether.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process of this program that the demonstration started.
 *
 * <p>Threads: safe from any thread.
 */
final class DemoProcess implements AutoCloseable {

    private static final long STOP_LIMIT_SECONDS = 10;

    private final String name;
    private final Process process;
    private final Path log;

    private DemoProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts this program with arguments.
     *
     * @param log takes what the process prints, after what is there already
     */
    static DemoProcess start(String name, Path log, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().remove("KUBECONFIG");
        try {
            return new DemoProcess(name, builder.start(), log);
        } catch (IOException failure) {
            throw new DemoFailure(name + " could not be started: " + failure.getMessage());
        }
    }

    /** The path of the program that runs now. */
    static String program() {
        String launcher = System.getProperty("bellwether.launcher", "");
        if (launcher.isEmpty()) {
            throw new DemoFailure("the demonstration starts more processes of this program, so start it with the"
                    + " bellwether script");
        }
        return launcher;
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** With which code it ended; it has. */
    int exitCode() {
        return process.exitValue();
    }

    /** Whether the process has printed this. */
    boolean hasPrinted(String text) {
        try {
            return Files.readString(log).contains(text);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** The last lines that it printed, to say why something failed. */
    String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** Sends it a signal, {@code TERM} for instance. */
    void signal(String signal) {
        signal(process.pid(), signal);
    }

    /** Sends any process a signal; one that is gone already is not a failure. */
    static void signal(long pid, String signal) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            int unused = kill.waitFor();
        } catch (IOException failure) {
            throw new DemoFailure("cannot send " + signal + " to process " + pid + ": " + failure.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it, gently at first. */
    @Override
    public void close() {
        signal("CONT");
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
