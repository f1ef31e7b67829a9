package io.bellwether.benchmarks.elastic;

import io.bellwether.benchmarks.http.BenchmarkException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Five places on loopback: ports, a folder each, and the processes on them. Threads: one caller. */
final class Machines {

    static final int COUNT = 5;

    private final Path folder;
    private final List<Place> places = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();

    /** Where one member lives. */
    record Place(String name, String peerUrl, String clientUrl) {}

    Machines(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        for (int i = 0; i < COUNT; i++) {
            places.add(new Place("m" + i, freeUrl(), freeUrl()));
        }
    }

    Path folder() {
        return folder;
    }

    Place place(int machine) {
        return places.get(machine);
    }

    /** Where the first ones answer clients. */
    List<URI> clients(int first) {
        return places.stream()
                .limit(first)
                .map(place -> URI.create(place.clientUrl()))
                .toList();
    }

    /** Where the output of what is started under that name goes. */
    Path log(String name) {
        return folder.resolve(name + ".log");
    }

    /** Starts a process on the machine. */
    void start(String name, List<String> command) throws IOException {
        processes.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()))
                .start());
    }

    /**
     * Power loss of the machine, whose processes name its folder or were started by one that does, and of etcd's data.
     * A supervisor comes before its children, so that it starts none of them again.
     */
    void lose(int machine) throws IOException {
        String directory = folder.resolve(places.get(machine).name()).toString();
        List<ProcessHandle> killed = processes.stream()
                .flatMap(process -> family(process.toHandle()))
                .filter(process -> process.info().commandLine().orElse("").contains(directory))
                .flatMap(Machines::family)
                .distinct()
                .toList();
        killed.forEach(ProcessHandle::destroyForcibly);
        killed.forEach(process -> process.onExit().join());
        delete(Path.of(directory));
    }

    /** The supervisor's folder of a machine on which nothing runs is gone. */
    void loseState(int machine) throws IOException {
        delete(folder.resolve(places.get(machine).name() + ".state"));
    }

    private static Stream<ProcessHandle> family(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants());
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    /** Ends every process; what they have written stays. */
    void end() {
        List<ProcessHandle> all = processes.stream()
                .flatMap(process -> family(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }

    /** Deletes what they have written. */
    void delete() throws IOException {
        delete(folder);
    }

    static String freeUrl() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        } catch (IOException none) {
            throw new BenchmarkException("no free port", none);
        }
    }
}
