package io.bellwether.tests.etcd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The etcd process that a supervisor in this JVM has under it.
 *
 * @param dataDir by which it is found
 */
record EtcdOfSite(Path dataDir) {

    /** While one runs. */
    Optional<ProcessHandle> find() {
        String directory = "--data-dir=" + dataDir.toAbsolutePath();
        return ProcessHandle.current()
                .children()
                .filter(child -> Arrays.asList(child.info().arguments().orElse(new String[0]))
                        .contains(directory))
                .findFirst();
    }

    /** Ends it as a crash does; without effect where none runs. */
    void kill() throws InterruptedException {
        Optional<ProcessHandle> process = find();
        if (process.isPresent()) {
            process.get().destroyForcibly();
            Patience.Met<Boolean> unused = Patience.await(
                    Cluster.PATIENCE,
                    () -> "the end of etcd in " + dataDir,
                    () -> Optional.of(!process.get().isAlive()).filter(Boolean::booleanValue));
        }
    }

    /** Lets it stand still. */
    void standStill() throws IOException, InterruptedException {
        ProcessHandle process = Patience.await(Cluster.PATIENCE, () -> "etcd in " + dataDir, this::find)
                .value();
        int code = signal("STOP", process.pid());
        if (code != 0) {
            throw new AssertionError("kill -s STOP " + process.pid() + " ended with " + code);
        }
    }

    /** Lets it go on; without effect on one that the supervisor has ended meanwhile, because it hung. */
    void goOn() throws IOException, InterruptedException {
        Optional<ProcessHandle> process = find();
        if (process.isPresent()) {
            int unused = signal("CONT", process.get().pid());
        }
    }

    private static int signal(String signal, long pid) throws IOException, InterruptedException {
        return new ProcessBuilder("kill", "-s", signal, Long.toString(pid))
                .start()
                .waitFor();
    }
}
