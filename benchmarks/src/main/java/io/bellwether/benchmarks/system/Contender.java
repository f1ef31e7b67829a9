package io.bellwether.benchmarks.system;

import java.nio.file.Path;
import java.util.List;

/** A server that is measured: how to start it, and where it says what. */
public sealed interface Contender {

    /** As in the results. */
    String name();

    /** The command that runs it in the foreground on a data directory. */
    List<String> command(Path data);

    /** What it prints once it is ready. */
    String readyWords();

    /** This project's program. */
    record Bellwether(Path root) implements Contender {
        @Override
        public String name() {
            return "bellwether";
        }

        @Override
        public List<String> command(Path data) {
            return List.of(
                    root.resolve("bellwether").toString(),
                    "up",
                    "--data-dir",
                    data.toString(),
                    "--listen",
                    "127.0.0.1:0",
                    "--components",
                    "apiserver");
        }

        @Override
        public String readyWords() {
            return "Bellwether is ready: ";
        }
    }

    /**
     * kube-apiserver on etcd.
     *
     * @param cache where tests/interop/reference/build has put them
     */
    record Reference(Path root, Path cache) implements Contender {
        @Override
        public String name() {
            return "reference";
        }

        @Override
        public List<String> command(Path data) {
            return List.of(root.resolve("tests/interop/reference/start").toString(), cache.toString(), data.toString());
        }

        @Override
        public String readyWords() {
            return "Reference is ready: ";
        }
    }
}
