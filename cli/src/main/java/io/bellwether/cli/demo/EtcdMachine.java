package io.bellwether.cli.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A machine of the chapter on etcd: its addresses, its disk and, while it is on, a supervisor with an etcd under it.
 *
 * <p>Threads: one at a time; {@link #close} from any.
 */
final class EtcdMachine implements AutoCloseable {

    private final String name;
    private final DemoFiles files;
    private final String peerUrl;
    private final String clientUrl;
    private final List<DemoProcess> supervisors = new CopyOnWriteArrayList<>();

    EtcdMachine(String name, DemoFiles files) {
        this.name = name;
        this.files = files;
        this.peerUrl = freeUrl();
        this.clientUrl = freeUrl();
    }

    private static String freeUrl() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "https://127.0.0.1:" + socket.getLocalPort();
        } catch (IOException none) {
            throw new DemoFailure("no port is free: " + none.getMessage());
        }
    }

    String name() {
        return name;
    }

    String clientUrl() {
        return clientUrl;
    }

    /** Where its certificates are. */
    Path tls() {
        return files.directory().resolve(name + ".state").resolve("tls");
    }

    /** Switches it on. */
    void start(String discovery, Path token, int electionMillis) {
        supervisors.add(DemoProcess.start(
                name,
                files.log(name),
                List.of(
                        "etcd",
                        "run",
                        "--name=" + name,
                        "--data-dir=" + files.directory().resolve(name),
                        "--discovery=" + discovery,
                        "--token-file=" + token,
                        "--initial-advertise-peer-urls=" + peerUrl,
                        "--advertise-client-urls=" + clientUrl,
                        "--heartbeat-interval=" + electionMillis / 10,
                        "--election-timeout=" + electionMillis)));
    }

    /** Whether its member has joined. */
    boolean isReady() {
        return last().hasPrinted("Bellwether etcd member is ready");
    }

    /** What it printed last, and whether it still runs. */
    String describe() {
        return name + (last().isAlive() ? "" : ", which ended") + ":\n" + last().tail();
    }

    boolean isAlive() {
        return last().isAlive();
    }

    private DemoProcess last() {
        return supervisors.getLast();
    }

    /** Power loss, and the disk is new when it comes back. */
    void loseEverything() {
        DemoProcess supervisor = last();
        ProcessHandle handle =
                ProcessHandle.of(supervisor.pid()).orElseThrow(() -> new DemoFailure(name + " does not run"));
        List<ProcessHandle> under = handle.descendants().toList();
        supervisor.signal("KILL");
        under.forEach(ProcessHandle::destroyForcibly);
        under.forEach(each -> each.onExit().join());
        delete(files.directory().resolve(name));
        delete(files.directory().resolve(name + ".state"));
    }

    private static void delete(Path directory) {
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failure) {
            throw new DemoFailure("cannot wipe " + directory + ": " + failure.getMessage());
        }
    }

    @Override
    public void close() {
        supervisors.stream().filter(DemoProcess::isAlive).forEach(DemoProcess::close);
    }
}
