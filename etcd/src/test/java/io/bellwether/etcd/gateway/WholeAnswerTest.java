package io.bellwether.etcd.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that stands still in the middle of an answer: as etcd does when it is stopped, or its disk hangs. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WholeAnswerTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String BEGUN =
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nbegun\n";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @SuppressWarnings("NullAway.Init") // set before each test
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread unused = Thread.ofVirtual().start(this::beginAnswers);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void beginAnswers() {
        try {
            while (true) {
                @SuppressWarnings("resource") // stays open: the rest of the answer never comes
                Socket asked = server.accept();
                asked.getOutputStream().write(BEGUN.getBytes(StandardCharsets.US_ASCII));
                asked.getOutputStream().flush();
            }
        } catch (IOException closed) {
            return;
        }
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    @Test
    void answer_thatStandsStill_isSilence() {
        Answer<String> answer = new EtcdClient(http, SHORT).peerVersion(url());

        assertThat(answer).isInstanceOf(Answer.Silent.class);
    }
}
