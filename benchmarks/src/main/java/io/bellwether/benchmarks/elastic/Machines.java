package io.bellwether.benchmarks.elastic;

import io.bellwether.benchmarks.http.BenchmarkException;
import java.io.File;
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

    /** Starts a process on the machine; its output goes to a file. */
    void start(String name, List<String> command) throws IOException {
        File log = folder.resolve(name + ".log").toFile();
        processes.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start());
    }

    /** Power loss of the machine, whose processes all name its folder, and of its disk. */
    void lose(int machine) throws IOException {
        String directory = folder.resolve(places.get(machine).name()).toString();
        List<ProcessHandle> killed = processes.stream()
                .flatMap(process -> Stream.concat(Stream.of(process.toHandle()), process.descendants()))
                .filter(process -> process.info().commandLine().orElse("").contains(directory))
                .toList();
        killed.forEach(ProcessHandle::destroyForcibly);
        killed.forEach(process -> process.onExit().join());
        delete(Path.of(directory));
        delete(Path.of(directory + ".state"));
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

    /** Ends every process. */
    void close() throws IOException {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        processes.forEach(process -> process.onExit().join());
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
