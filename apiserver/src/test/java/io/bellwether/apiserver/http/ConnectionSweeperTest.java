package io.bellwether.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.execution.sim.SimClock;
import io.bellwether.execution.sim.SimScheduler;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Connections that bring no request, under a clock of the test; what the stages are says
 * {@code ConnectionSightingTest}.
 */
class ConnectionSweeperTest {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /** First seen at the first sweep, a connection may be without a request for a minute after that. */
    private static final int SWEEPS_ENDURED = 13;

    private final SimClock clock = new SimClock();
    private final SimScheduler scheduler = new SimScheduler(clock);
    private final Deque<Runnable> due = new ArrayDeque<>();
    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty, 1, 1);
    private final ConnectionSweeper sweeper = new ConnectionSweeper(connector, clock, scheduler, due::add);

    @BeforeEach
    void start() throws Exception {
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        connector.setIdleTimeout(0);
        jetty.addConnector(connector);
        jetty.start();
        sweeper.start();
    }

    @AfterEach
    void stop() throws Exception {
        jetty.stop();
    }

    @Test
    void connection_withoutARequest_isClosedAfterAMinute() throws Exception {
        try (Socket client = connect()) {
            sweep(SWEEPS_ENDURED);
            assertThat(connector.getConnectedEndPoints()).hasSize(1);

            sweep(1);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void connection_overATimeWithoutSweeps_agesByTwoOfThem() throws Exception {
        try (Socket client = connect()) {
            sweep(1);
            clock.advance(Duration.ofHours(1));
            runDue();
            assertThat(connector.getConnectedEndPoints()).hasSize(1);

            sweep(SWEEPS_ENDURED - 3);
            assertThat(connector.getConnectedEndPoints()).hasSize(1);

            sweep(1);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void sweeper_stopped_sweepsNoMore() {
        sweeper.stop();
        clock.advance(INTERVAL);

        assertThat(due).isEmpty();
        assertThat(scheduler.waiting()).isZero();
    }

    @Test
    void sweeper_whoseExecutorEnded_endsToo() {
        ConnectionSweeper orphan = new ConnectionSweeper(connector, clock, scheduler, task -> {
            throw new RejectedExecutionException("shut down");
        });
        sweeper.stop();
        orphan.start();
        clock.advance(INTERVAL);

        assertThat(scheduler.waiting()).isZero();
    }

    private Socket connect() throws Exception {
        Socket client = new Socket(connector.getHost(), connector.getLocalPort());
        client.setSoTimeout(20_000);
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (connector.getConnectedEndPoints().isEmpty() && System.nanoTime() < limit) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        assertThat(connector.getConnectedEndPoints()).hasSize(1);
        return client;
    }

    private void sweep(int times) {
        for (int time = 0; time < times; time++) {
            clock.advance(INTERVAL);
            runDue();
        }
    }

    private void runDue() {
        while (!due.isEmpty()) {
            due.remove().run();
        }
    }
}
