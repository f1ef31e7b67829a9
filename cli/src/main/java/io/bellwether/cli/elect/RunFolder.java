package io.bellwether.cli.elect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The folder of one run of this program: readable by its owner alone; the guardian removes it. Threads: safe from any
 * thread.
 */
final class RunFolder {

    private final Path folder;
    private final AtomicInteger gates = new AtomicInteger();

    private RunFolder(Path folder) {
        this.folder = folder;
    }

    static RunFolder create() throws IOException {
        return new RunFolder(Files.createTempDirectory(
                "bellwether-elect-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    }

    Path path() {
        return folder;
    }

    Path stateFile() {
        return folder.resolve("state.json");
    }

    /** A name for a launcher's pipe that was not given before. */
    Path nextGate() {
        return folder.resolve("gate-" + gates.incrementAndGet());
    }
}
