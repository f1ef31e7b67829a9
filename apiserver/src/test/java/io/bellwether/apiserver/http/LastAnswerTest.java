package io.bellwether.apiserver.http;

import static io.bellwether.apiserver.http.EchoServer.CONFIGMAPS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A client of HTTP/1.1 can send its request to the end and then read the answer, whatever the answer is. */
class LastAnswerTest {

    private static final byte[] PIECE = "x".repeat(4096).getBytes(StandardCharsets.US_ASCII);

    @AutoClose
    private final EchoServer echo = EchoServer.start();

    @Test
    void refusedRequest_bodyStillArriving_isAnsweredAndTheConnectionGoesOn() throws Exception {
        try (SSLSocket socket = echo.connect()) {
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            for (int request = 0; request < 3; request++) {
                out.write(head("POST", CONFIGMAPS, "nobody's token", 8 * PIECE.length));
                for (int i = 0; i < 8; i++) {
                    out.write(PIECE);
                }

                assertThat(start(in)).isEqualTo("HTTP/1.1 401");
                skipAnswer(in);
            }
        }
    }

    private static byte[] head(String method, String path, String token, int length) {
        return (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String start(InputStream in) throws Exception {
        return new String(in.readNBytes(12), StandardCharsets.US_ASCII);
    }

    /** To the end of the Status, which is the last line. */
    private static void skipAnswer(InputStream in) throws Exception {
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("}\n")) {
            int next = in.read();
            assertThat(next).as(answer.toString()).isNotNegative();
            answer.append((char) next);
        }
    }
}
