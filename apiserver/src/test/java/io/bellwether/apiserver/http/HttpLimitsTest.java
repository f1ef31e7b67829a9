package io.bellwether.apiserver.http;

import static io.bellwether.apiserver.http.EchoServer.BODY_LIMIT;
import static io.bellwether.apiserver.http.EchoServer.CONFIGMAPS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies, heads and answers at their limits (G-A6). */
class HttpLimitsTest {

    @AutoClose
    private final EchoServer echo = EchoServer.start();

    @ParameterizedTest
    @EnumSource(Version.class)
    void body_atTheLimit_isTaken(Version version) throws Exception {
        assertThat(echo.post(version, BodyPublishers.ofByteArray(new byte[BODY_LIMIT]))
                        .statusCode())
                .isEqualTo(201);
        assertThat(echo.handled().take().body().orElseThrow().bytes().size()).isEqualTo(BODY_LIMIT);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void body_aboveTheLimit_isRefusedWhetherAnnouncedOrNot(Version version) throws Exception {
        byte[] body = new byte[BODY_LIMIT + 1];
        for (HttpRequest.BodyPublisher publisher : List.of(
                BodyPublishers.ofByteArray(body), BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))) {
            HttpResponse<String> response = echo.post(version, publisher);

            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(response.body()).contains("\"reason\":\"RequestEntityTooLarge\"");
        }
        assertThat(echo.handled()).isEmpty();
    }

    @Test
    void body_withoutEnd_isCutAtTheLimit() throws Exception {
        try (SSLSocket socket = echo.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + CONFIGMAPS + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + HttpFixture.TOKEN + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("1000\r\n" + "x".repeat(4096) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int sent = 0; sent <= BODY_LIMIT; sent += 4096) {
                out.write(chunk);
            }
            out.flush();

            byte[] answer = socket.getInputStream().readNBytes(20);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void body_thatNeverArrives_isGivenUpAtTheDeadline() throws Exception {
        String head = "POST " + CONFIGMAPS + "?timeout=200ms HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + HttpFixture.TOKEN + "\r\nContent-Length: 10\r\n\r\n{";

        assertThat(echo.raw(head)).startsWith("HTTP/1.1 504 ").contains("\"reason\":\"Timeout\"");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void list_longer_isStreamedWhole(Version version) throws Exception {
        try (HttpClient client = echo.server().client(version)) {
            String body = client.send(echo.server().request(CONFIGMAPS).build(), BodyHandlers.ofString())
                    .body();

            assertThat(body.lines().count()).isEqualTo(50_000);
            assertThat(body).endsWith("line 0049999\n");
        }
    }

    @Test
    void list_forWhoTakesGzip_isCompressed() throws Exception {
        for (String path : List.of(CONFIGMAPS, CONFIGMAPS + "/large")) {
            try (HttpClient client = echo.server().client(Version.HTTP_2)) {
                HttpResponse<InputStream> response = client.send(
                        echo.server()
                                .request(path)
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        BodyHandlers.ofInputStream());

                assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
                byte[] body = new GZIPInputStream(response.body()).readAllBytes();
                assertThat(body.length).isGreaterThan(ListStream.COMPRESSION_MINIMUM);
            }
        }
        assertThat(echo.server()
                        .send(echo.server().request(CONFIGMAPS + "/a").header("Accept-Encoding", "gzip"))
                        .headers()
                        .firstValue("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void heads_beyondTheLimit_areRefusedAsAStatus() throws Exception {
        assertThat(echo.raw("GET " + CONFIGMAPS + " HTTP/1.1\r\nHost: localhost\r\nX-Large: " + "x".repeat(70_000)
                        + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(echo.server().get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void smuggling_twoLengths_isRefused() throws Exception {
        assertThat(echo.raw("POST " + CONFIGMAPS + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
                        + "Transfer-Encoding: chunked\r\nAuthorization: Bearer " + HttpFixture.TOKEN
                        + "\r\n\r\n0\r\n\r\nGET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(echo.handled()).isEmpty();
    }
}
