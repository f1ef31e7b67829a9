package io.bellwether.etcd.member;

import io.bellwether.etcd.core.Founder;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * An etcd that runs for a moment on data that was just restored, where no client finds it: to make the data fit before
 * anybody sees it.
 *
 * <p>Threads: one at a time.
 */
final class TrialRun implements AutoCloseable {

    private static final long LOOK_EVERY_MILLIS = 50;

    private final EtcdProcess process;
    private final EtcdClient client;
    private final Clock clock;
    private final URI url;
    private final Semaphore never = new Semaphore(0);

    private TrialRun(EtcdProcess process, EtcdClient client, Clock clock, URI url) {
        this.process = process;
        this.client = client;
        this.clock = clock;
        this.url = url;
    }

    /**
     * Starts it.
     *
     * @param dataDir with a log in it: etcd fails where there is none
     * @param log to which its output goes
     */
    static TrialRun start(RestoreOptions options, Path dataDir, String name, EtcdClient client, Clock clock, Path log)
            throws IOException {
        String scheme = options.security().isPresent() ? "https" : "http";
        String local = freeUrl(scheme);
        EtcdProcess process = EtcdProcess.prepare(clock, new DataDirectory(dataDir), log);
        TrialRun run = new TrialRun(process, client, clock, URI.create(local));
        List<String> command = new ArrayList<>(List.of(
                options.etcd(),
                "--name=" + name,
                "--data-dir=" + dataDir.toAbsolutePath().normalize(),
                "--listen-client-urls=" + local,
                "--advertise-client-urls=" + String.join(",", options.clientUrls()),
                "--listen-peer-urls=" + freeUrl(scheme),
                "--initial-advertise-peer-urls=" + String.join(",", options.peerUrls()),
                "--initial-cluster-state=existing",
                "--initial-cluster=" + EtcdFlags.initialCluster(List.of(new Founder(name, options.peerUrls()))),
                "--logger=zap"));
        if (options.security().isPresent()) {
            command.addAll(EtcdFlags.tls(options.tlsDir()));
        }
        process.start(command);
        return run;
    }

    private static String freeUrl(String scheme) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return scheme + "://127.0.0.1:" + socket.getLocalPort();
        }
    }

    /** Where it answers, from this machine alone. */
    URI url() {
        return url;
    }

    /** Waits until it leads itself. */
    Optional<MemberStatus> awaitLeader(Duration limit) throws InterruptedException, IOException {
        Deadline deadline = Deadline.after(clock, limit);
        while (process.isAlive() && !deadline.isOver(clock)) {
            Optional<MemberStatus> status = client.status(url).given().filter(MemberStatus::isLeader);
            if (status.isPresent()) {
                return status;
            }
            if (never.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody releases it");
            }
        }
        return Optional.empty();
    }

    /** Ends it in order, so that all that it has is in its files. */
    void end() throws InterruptedException {
        process.terminate();
    }

    /** Ends it, however it is. */
    @Override
    public void close() {
        process.kill();
        process.close();
    }
}
