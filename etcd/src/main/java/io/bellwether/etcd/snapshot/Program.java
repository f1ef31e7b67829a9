package io.bellwether.etcd.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. Its output goes to a file: a pipe that nobody reads would hold it. */
final class Program {

    private static final int TEXT_LIMIT = 300;

    private Program() {}

    /** Its output; failed when it is not there, does not end in time, or ends with another code than 0. */
    static Result<String> run(List<String> command, Duration limit) {
        try {
            Path output = Files.createTempFile("bellwether-etcd", ".out");
            try {
                return run(command, limit, output);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException none) {
            return new Result.Failed<>("there is no program \"" + command.getFirst() + "\"");
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return new Result.Failed<>("interrupted");
        }
    }

    private static Result<String> run(List<String> command, Duration limit, Path output)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("ETCDCTL_API", "3");
        Process process = builder.start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Result.Failed<>(command.getFirst() + " does not end within " + limit.toSeconds() + " s");
            }
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output, StandardCharsets.UTF_8);
        return process.exitValue() == 0
                ? new Result.Done<>(text)
                : new Result.Failed<>(command.getFirst() + " ends with code " + process.exitValue() + ": " + end(text));
    }

    private static String end(String text) {
        String last = text.strip().lines().reduce("", (before, line) -> line);
        return last.length() > TEXT_LIMIT ? last.substring(0, TEXT_LIMIT) : last;
    }
}
