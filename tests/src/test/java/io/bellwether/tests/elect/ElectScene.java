package io.bellwether.tests.elect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.tests.program.ProgramProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.TestInfo;

/**
 * The server as a process, for candidates that are processes too.
 *
 * @param server the running {@code bellwether up}
 * @param kubeconfig an administrator's
 * @param leases how an outsider sees and edits them
 */
record ElectScene(ProgramProcess server, Path kubeconfig, Leases leases) implements AutoCloseable {

    /** Ignores requests to stop, says its pid, and never ends by itself. */
    static final String STUBBORN = "trap '' TERM INT; echo child $$; while :; do read -r line; sleep 600; done";

    /** How often a condition that nobody announces is looked at. */
    static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Starts the server, with its data in that folder. */
    static ElectScene open(Path folder) throws IOException, InterruptedException {
        ProgramProcess server = ProgramProcess.start(
                Map.of(), "up", "--data-dir", folder.resolve("data").toString(), "--listen", "127.0.0.1:0");
        String unused = server.awaitLine("Bellwether is ready");
        Path kubeconfig = folder.resolve("data/admin.kubeconfig");
        return new ElectScene(server, kubeconfig, new Leases(kubeconfig));
    }

    /** Options, if any, stand before "--"; without it all is the command. */
    ProgramProcess elect(TestInfo test, String... optionsAndCommand) throws IOException {
        List<String> given = List.of(optionsAndCommand);
        List<String> arguments = new ArrayList<>(
                List.of("elect", "--lease", "default/" + lease(test), "--kubeconfig", kubeconfig.toString()));
        if (!given.contains("--")) {
            arguments.add("--");
        }
        arguments.addAll(given);
        return ProgramProcess.start(Map.of(), arguments.toArray(String[]::new));
    }

    static String lease(TestInfo test) {
        return "lease-"
                + Integer.toHexString(
                        test.getTestMethod().orElseThrow().getName().hashCode());
    }

    /** The process that has said "child" and its pid. */
    static ProcessHandle child(ProgramProcess elect) throws InterruptedException {
        return ProcessHandle.of(Long.parseLong(elect.awaitLine("child ").split(" ", -1)[1]))
                .orElseThrow();
    }

    /** A zombie does not run any more; when it is collected is up to the process that adopted it. */
    static boolean isRunning(ProcessHandle process) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return line.charAt(line.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException gone) {
            return false;
        }
    }

    /** Waits until nothing has that name. */
    static void awaitGone(Path path) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(ProgramProcess.PATIENCE_SECONDS);
        while (Files.exists(path) && System.nanoTime() < limit) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        assertThat(path).doesNotExist();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        leases.close();
        server.close();
    }
}
