package io.bellwether.tests.etcd;

import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.tests.program.ProgramProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code bellwether etcd run} as a process on a host of its own, with its disk. Threads: one caller. */
final class HostedMember implements AutoCloseable {

    /** etcd's own default; the times of the scenarios are multiples of it. */
    static final long ELECTION_MILLIS = 1_000;

    private static final int DECISIONS = 25;

    /** The guard kills what has not ended in order within ten seconds. */
    private static final Duration GUARD = Duration.ofSeconds(30);

    private final String name;
    private final Network.Host host;
    private final Path disk;
    private final String discovery;
    private @Nullable ProgramProcess supervisor;

    HostedMember(String name, Network.Host host, Path disk, String discovery) {
        this.name = name;
        this.host = host;
        this.disk = disk;
        this.discovery = discovery;
    }

    String name() {
        return name;
    }

    Network.Host host() {
        return host;
    }

    URI clientUrl() {
        return URI.create("http://" + host.address() + ":2379");
    }

    private Path dataDir() {
        return disk.resolve(name);
    }

    void start() throws IOException {
        supervisor = ProgramProcess.start(
                host.prefix(),
                Map.of(),
                "etcd",
                "run",
                "--name",
                name,
                "--data-dir",
                dataDir().toString(),
                "--discovery",
                discovery,
                "--initial-advertise-peer-urls",
                "http://" + host.address() + ":2380",
                "--advertise-client-urls",
                clientUrl().toString(),
                "--etcd",
                Etcd.program(),
                "--heartbeat-interval",
                Long.toString(ELECTION_MILLIS / 10),
                "--election-timeout",
                Long.toString(ELECTION_MILLIS),
                "--insecure");
    }

    /** How it is, for the message of a test that fails. */
    String told(EtcdClient client) {
        ProgramProcess running = supervisor;
        String alive = running != null && running.isAlive() ? "supervised" : "no supervisor runs";
        String process = etcd().map(each -> "etcd is process " + each.pid()).orElse("no etcd runs");
        List<String> said = running == null ? List.of() : running.tail(DECISIONS);
        return Told.of(name + ", " + alive + ", " + process, client, clientUrl(), said, disk.resolve(name + ".state"));
    }

    /** The process of etcd, while one runs. */
    Optional<ProcessHandle> etcd() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            String directory = "--data-dir=" + dataDir().toAbsolutePath();
            return all.filter(process -> Stream.of(process.info().arguments().orElse(new String[0]))
                            .anyMatch(directory::equals))
                    .findFirst();
        }
    }

    void killEtcd() {
        etcd().ifPresent(ProcessHandle::destroyForcibly);
    }

    void signalEtcd(String signal) throws IOException, InterruptedException {
        Optional<ProcessHandle> etcd = etcd();
        if (etcd.isPresent()) {
            ProgramProcess.signal(signal, etcd.get().pid());
        }
    }

    /** Without effect on one that has ended: that the cluster is not whole then tells why. */
    void signalSupervisor(String signal) throws IOException, InterruptedException {
        if (supervisor != null && supervisor.isAlive()) {
            supervisor.signal(signal);
        }
    }

    /** Kills the supervisor alone, and starts another; returns once the guard has ended etcd in order. */
    void replaceSupervisor() throws IOException, InterruptedException {
        Optional<ProcessHandle> guarded = etcd();
        if (supervisor != null) {
            supervisor.close();
        }
        start();
        Patience.Met<Boolean> unused = Patience.await(
                GUARD,
                () -> "the guard ends the etcd of " + name,
                () -> guarded.filter(ProcessHandle::isAlive).isEmpty() ? Optional.of(true) : Optional.empty());
    }

    /** Power loss. */
    void crash() throws IOException, InterruptedException {
        Network.killAll(host);
        if (supervisor != null) {
            supervisor.close();
        }
    }

    /** Its disk is new; call it when nothing runs there. */
    void wipe(boolean alsoState) throws IOException {
        String stamp = "-wiped-" + System.nanoTime();
        if (Files.exists(dataDir())) {
            Files.move(dataDir(), disk.resolve(name + stamp));
        }
        Path state = disk.resolve(name + ".state");
        if (alsoState && Files.exists(state)) {
            Files.move(state, disk.resolve(name + ".state" + stamp));
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        crash();
    }
}
