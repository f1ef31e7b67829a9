package io.bellwether.tests.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A source tree with the real launcher, a Maven that only says that it ran, and JDKs that only print how they were
 * called.
 *
 * @param root the folder that holds everything
 */
record LauncherTree(Path root) {
    private static final long RUN_LIMIT_SECONDS = 60;

    /** What a run of the launcher left: its exit code and what it wrote to both streams. */
    record Run(int exitCode, String output, String errors) {}

    /** Lays the tree out; every file in it is an hour old, so that a change shows in its time. */
    static LauncherTree in(Path root) throws IOException {
        LauncherTree tree = new LauncherTree(root);
        Files.createDirectories(root.resolve("home"));
        Files.createDirectories(tree.sources());
        Files.copy(launcher(), tree.sources().resolve("bellwether"));
        tree.write("tree/pom.xml", "");
        tree.write("tree/cli/pom.xml", "");
        tree.write("tree/cli/src/main/java/Main.java", "");
        tree.write("tree/benchmarks/src/main/java/Bench.java", "");
        tree.script("path/mvn", """
                echo "$@" >>'%s'
                sleep "${MAVEN_SECONDS:-0}"
                [[ -z ${MAVEN_FAILS:-} ]] || { echo 'Main.java: broken'; exit 1; }
                mkdir -p cli/target/dist/lib
                touch cli/target/dist/lib/b.jar cli/target/dist/lib/a.jar
                """.formatted(tree.builds()));
        try (Stream<Path> files = Files.walk(tree.sources())) {
            files.forEach(LauncherTree::age);
        }
        return tree;
    }

    private static Path launcher() {
        Path folder = Path.of("").toAbsolutePath();
        return folder.resolve(Files.exists(folder.resolve("bellwether")) ? "bellwether" : "../bellwether");
    }

    private static void age(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path sources() {
        return root.resolve("tree");
    }

    private Path builds() {
        return root.resolve("builds");
    }

    /** How often Maven ran. */
    int buildCount() throws IOException {
        return Files.exists(builds()) ? Files.readAllLines(builds()).size() : 0;
    }

    /** A JDK of that version; its java prints the version and its arguments. */
    Path jdk(String folder, String version) throws IOException {
        write(folder + "/release", "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(folder + "/bin/java", "echo \"java " + version + " $*\"");
        return root.resolve(folder);
    }

    /** A JDK whose java also makes the AOT cache it is asked for, and whose {@code up} is ready at once. */
    Path jdkThatMakesCaches(String folder, String version) throws IOException {
        jdk(folder, version);
        script(folder + "/bin/java", """
                for option; do
                  if [[ $option == -XX:AOTCacheOutput=* ]]; then touch "${option#*=}"; fi
                done
                if [[ $* == *AOTCacheOutput*' up '* && -z ${SERVER_FAILS:-} ]]; then
                  echo 'Bellwether is ready: https://127.0.0.1:1'
                  exec sleep 60
                fi
                echo "java $*"
                """);
        return root.resolve(folder);
    }

    /** Starts the launcher of the source tree and waits for its end. */
    Run run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return end(start(environment, arguments));
    }

    Process start(Map<String, String> environment, String... arguments) throws IOException {
        return start(sources().resolve("bellwether"), environment, arguments);
    }

    Process start(Path launcher, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", root.resolve("path") + ":/usr/bin:/bin");
        builder.environment().put("HOME", root.resolve("home").toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    static Run end(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(RUN_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("launcher did not end: " + errors);
        }
        return new Run(process.exitValue(), output, errors);
    }

    void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void script(String file, String text) throws IOException {
        write(file, "#!/usr/bin/env bash\n" + text);
        Files.setPosixFilePermissions(root.resolve(file), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
