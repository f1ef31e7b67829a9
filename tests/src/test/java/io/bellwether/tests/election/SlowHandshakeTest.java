package io.bellwether.tests.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.client.ClientConfig;
import io.bellwether.election.ElectionListener;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.Leadership;
import io.bellwether.election.core.ElectionTiming;
import io.bellwether.election.lease.LeaseLock;
import io.bellwether.execution.RealMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenario 34: a candidate whose connection takes longer to make than an attempt may, as on a machine that starves. */
class SlowHandshakeTest {

    /** An attempt may take a fifth of it, 400 ms. */
    private static final Duration LEASE = Duration.ofSeconds(2);

    private static final Duration DELAY = Duration.ofMillis(700);

    @Test
    void scenario34_handshakeThatOutlastsEveryAttempt_endsAndTheCandidateLeads(@TempDir Path directory)
            throws Exception {
        CountDownLatch leads = new CountDownLatch(1);
        ElectionOptions options = ElectionOptions.candidate("a")
                .withTiming(ElectionTiming.ofLease(LEASE))
                .withListener(new ElectionListener() {
                    @Override
                    public void onStarted(Leadership leadership) {
                        leads.countDown();
                    }
                });
        try (RealMachine real = RealMachine.open("slow-handshake-test");
                TestServer server = new TestServer(directory);
                Slow slow = Slow.open(server.config().server(), real.machine().executor());
                LeaseLock lock =
                        LeaseLock.of(slow.through(server.config()), "test", "default", "orders", real.machine());
                LeaderElection election = new LeaderElection(lock, real.machine(), options)) {
            election.start();

            assertThat(leads.await(60, TimeUnit.SECONDS))
                    .as("leads; connections made: " + slow.sockets().size() / 2)
                    .isTrue();
        }
    }

    /**
     * Passes connections on, the first answer of each late.
     *
     * @param sockets two for each connection
     */
    private record Slow(ServerSocket port, URI server, Executor executor, List<Socket> sockets, CountDownLatch closed)
            implements AutoCloseable {

        static Slow open(URI server, Executor executor) throws IOException {
            ServerSocket port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Slow slow = new Slow(port, server, executor, new CopyOnWriteArrayList<>(), new CountDownLatch(1));
            executor.execute(slow::accept);
            return slow;
        }

        ClientConfig through(ClientConfig direct) {
            return new ClientConfig(
                    URI.create("https://127.0.0.1:" + port.getLocalPort()),
                    direct.tls(),
                    direct.token(),
                    direct.namespace(),
                    direct.proxy(),
                    direct.origin());
        }

        private void accept() {
            try {
                while (true) {
                    Socket client = port.accept();
                    Socket target = new Socket(server.getHost(), server.getPort());
                    sockets.add(client);
                    sockets.add(target);
                    executor.execute(() -> pass(client, target, Duration.ZERO));
                    executor.execute(() -> pass(target, client, DELAY));
                }
            } catch (IOException closing) {
                // The test is over.
            }
        }

        private void pass(Socket from, Socket to, Duration delay) {
            try (from;
                    to) {
                if (!closed.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                    from.getInputStream().transferTo(to.getOutputStream());
                }
            } catch (IOException broken) {
                // As a connection ends.
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() throws IOException {
            closed.countDown();
            port.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
