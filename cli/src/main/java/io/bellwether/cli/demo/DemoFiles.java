package io.bellwether.cli.demo;

import java.nio.file.Path;

/**
 * Where things are in the demonstration's directory.
 *
 * @param directory fresh and its own
 */
record DemoFiles(Path directory) {

    /** The server's data directory. */
    Path data() {
        return directory.resolve("data");
    }

    /** The administrator's access, which the server writes. */
    Path kubeconfig() {
        return data().resolve("admin.kubeconfig");
    }

    /** What the process of that name printed. */
    Path log(String process) {
        return directory.resolve(process + ".log");
    }

    /** What the workers of that candidate wrote down. */
    Path journal(String candidate) {
        return directory.resolve(candidate + ".journal");
    }
}
