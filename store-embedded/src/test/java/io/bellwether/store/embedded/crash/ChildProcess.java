package io.bellwether.store.embedded.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts the process that is crashed, and builds the shim. */
final class ChildProcess {

    private static final long PATIENCE_SECONDS = 120;

    private ChildProcess() {}

    static Process start(Path errors, Map<String, String> environment, String... arguments) throws IOException {
        return start(CrashChild.class, errors, environment, arguments);
    }

    static Process start(Class<?> program, Path errors, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectError(errors.toFile());
        return builder.start();
    }

    /** Runs it to its end. */
    static int run(Path errors, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Process process = start(errors, environment, arguments);
        process.getInputStream().readAllBytes();
        return await(process);
    }

    static int await(Process process) throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the child did not end");
        }
        return process.exitValue();
    }

    /** Compiles the shim into the directory. */
    static Path shim(Path directory) throws IOException, InterruptedException {
        Path library = directory.resolve("faultshim.so");
        Path errors = directory.resolve("gcc.txt");
        Process compiler = new ProcessBuilder(
                        "gcc",
                        "-O2",
                        "-Wall",
                        "-Wextra",
                        "-Werror",
                        "-shared",
                        "-fPIC",
                        "-o",
                        library.toString(),
                        Path.of("src/test/native/faultshim.c").toAbsolutePath().toString(),
                        "-ldl")
                .redirectErrorStream(true)
                .redirectOutput(errors.toFile())
                .start();
        if (await(compiler) != 0) {
            throw new AssertionError("gcc failed: " + Files.readString(errors));
        }
        return library;
    }
}
