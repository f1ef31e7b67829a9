package io.bellwether.tests.etcd;

import io.bellwether.etcd.snapshot.SnapshotTool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A stock etcd process, without a supervisor. */
final class Etcd implements AutoCloseable {

    private final Process process;
    private final Place place;
    private final Path log;

    private Etcd(Process process, Place place, Path log) {
        this.process = process;
        this.place = place;
        this.log = log;
    }

    /** A name and ports. */
    record Place(String name, String clientUrl, String peerUrl) {

        /** On free ports. */
        static Place of(String name) {
            return new Place(name, freeUrl(), freeUrl());
        }
    }

    /** The program that tests use. */
    static String program() {
        String named = System.getenv("BELLWETHER_ETCD");
        return named == null ? "etcd" : named;
    }

    /** What restores in tests: {@code BELLWETHER_ETCDUTL}, or what users have. */
    static List<String> tools() {
        String named = System.getenv("BELLWETHER_ETCDUTL");
        return named == null ? SnapshotTool.USUAL : List.of(named);
    }

    static String freeUrl() {
        return "http://127.0.0.1:" + FreePorts.next();
    }

    /** Programs of several minor versions, the earliest first, where {@code BELLWETHER_ETCD_VERSIONS} names some. */
    static Optional<List<String>> versions() {
        return Optional.ofNullable(System.getenv("BELLWETHER_ETCD_VERSIONS"))
                .map(named -> List.of(named.split(":", -1)));
    }

    /** Alone, or with others by what {@code more} says. */
    static Etcd start(Path folder, Place place, List<String> more) throws IOException {
        return start(program(), folder, place, more);
    }

    /** The same with a certain program. */
    static Etcd start(String program, Path folder, Place place, List<String> more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                program,
                "--name=" + place.name(),
                "--data-dir=" + folder.resolve(place.name()),
                "--listen-client-urls=" + place.clientUrl(),
                "--advertise-client-urls=" + place.clientUrl(),
                "--listen-peer-urls=" + place.peerUrl(),
                "--initial-advertise-peer-urls=" + place.peerUrl(),
                "--heartbeat-interval=100",
                "--election-timeout=500",
                "--logger=zap"));
        command.addAll(more.isEmpty() ? List.of("--initial-cluster=" + place.name() + "=" + place.peerUrl()) : more);
        Path log = folder.resolve(place.name() + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new Etcd(process, place, log);
    }

    Place place() {
        return place;
    }

    String clientUrl() {
        return place.clientUrl();
    }

    String peerUrl() {
        return place.peerUrl();
    }

    Path log() {
        return log;
    }

    int awaitExit() throws InterruptedException {
        return Patience.await(
                        Cluster.PATIENCE,
                        () -> "the end of etcd; see " + log,
                        () -> process.isAlive() ? Optional.empty() : Optional.of(process.exitValue()))
                .value();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitExit();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
