package io.bellwether.election.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.bellwether.election.ElectionListener;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.Leadership;
import io.bellwether.election.LeadershipLostException;
import io.bellwether.election.MemoryLock;
import io.bellwether.execution.RealMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What changes something is sent while leading only. */
final class LeaderHttpTest {

    private final RealMachine machine = RealMachine.open("leader-http-test");
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    LeaderHttpTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().get(LeaderHttp.TOKEN_HEADER));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
    }

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
        machine.close();
    }

    private HttpRequest request(String method) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header(LeaderHttp.TOKEN_HEADER, "999")
                .build();
    }

    @Test
    void write_afterTheTerm_isNotSent() throws IOException, InterruptedException {
        BlockingQueue<Leadership> started = new LinkedBlockingQueue<>();
        ElectionListener listener = new ElectionListener() {
            @Override
            public void onStarted(Leadership leadership) {
                started.add(leadership);
            }
        };
        LeaderElection election = new LeaderElection(
                new MemoryLock(),
                machine.machine(),
                ElectionOptions.candidate("a").withListener(listener));
        election.start();
        Leadership leadership = started.poll(20, TimeUnit.SECONDS);
        assertThat(leadership).isNotNull();
        LeaderHttp leader = new LeaderHttp(http, leadership);
        assertThat(leader.send(request("POST"), BodyHandlers.discarding()).statusCode())
                .isEqualTo(204);
        election.close();
        assertThatThrownBy(() -> leader.send(request("POST"), BodyHandlers.discarding()))
                .isInstanceOf(LeadershipLostException.class);
        assertThat(leader.send(request("GET"), BodyHandlers.discarding()).statusCode())
                .isEqualTo(204);
        String token = leadership.fencingToken().toString();
        assertThat(received).containsExactly("POST [" + token + "]", "GET [" + token + "]");
    }
}
