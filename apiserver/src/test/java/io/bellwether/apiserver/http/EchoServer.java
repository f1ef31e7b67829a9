package io.bellwether.apiserver.http;

import io.bellwether.apimachinery.Status;
import io.bellwether.apiserver.request.ResourceRequest;
import io.bellwether.apiserver.request.ResourceResponse;
import io.bellwether.apiserver.request.ResourceResponse.Single;
import io.bellwether.apiserver.request.Verb;
import io.bellwether.store.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;

/**
 * A server whose registry tells what it was asked, in a folder of its own: for a test that says no more than
 * {@code @AutoClose private final EchoServer echo = EchoServer.start()}.
 *
 * @param folder goes with it
 * @param server the server
 * @param handled the requests that reached the registry
 */
record EchoServer(Path folder, HttpFixture server, BlockingQueue<ResourceRequest> handled) implements AutoCloseable {

    static final String CONFIGMAPS = "/api/v1/namespaces/default/configmaps";
    static final int BODY_LIMIT = 100_000;

    static EchoServer start() {
        try {
            BlockingQueue<ResourceRequest> handled = new LinkedBlockingQueue<>();
            Path folder = Files.createTempDirectory("echo-server");
            HttpFixture server = new HttpFixture(folder, request -> handle(handled, request), EchoServer::options);
            return new EchoServer(folder, server, handled);
        } catch (IOException noFolder) {
            throw new UncheckedIOException(noFolder);
        }
    }

    private static HttpOptions options(HttpOptions defaults) {
        return new HttpOptions(
                defaults.listen(),
                BODY_LIMIT,
                defaults.readLimit(),
                defaults.writeLimit(),
                defaults.queueLimit(),
                defaults.queueTimeout(),
                defaults.connectionLimit(),
                defaults.readTimeout(),
                defaults.writeTimeout(),
                defaults.stallTimeout(),
                HttpOptions.Compression.EVERY_CLIENT);
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Tells in its answer what it was asked; some names make it misbehave. */
    private static ResourceResponse handle(BlockingQueue<ResourceRequest> handled, ResourceRequest request) {
        handled.add(request);
        return switch (request.name().orElse("")) {
            case "missing" ->
                throw Status.notFound(request.kind().groupResource(), "missing").asException();
            case "busy" -> throw Status.tooManyRequests("come again", 7).asException();
            case "defect" -> throw new IllegalStateException("a secret of the inside");
            case "exhausted" -> throw new StackOverflowError();
            case "warns" -> new Single(200, Bytes.utf8("{}"), List.of("say \"hi\"\n", "über"));
            case "large" -> new Single(200, Bytes.utf8("x".repeat(200_000)), List.of());
            case "" ->
                request.verb() == Verb.LIST
                        ? new ResourceResponse.Listing(EchoServer::list, List.of())
                        : new Single(201, Bytes.utf8("{}"), List.of());
            default -> new Single(200, Bytes.utf8("{\"verb\":\"" + request.verb() + "\"}"), List.of());
        };
    }

    private static void list(OutputStream out) throws IOException {
        for (int line = 0; line < 50_000; line++) {
            out.write(String.format("line %07d\n", line).getBytes(StandardCharsets.US_ASCII));
        }
    }

    HttpResponse<String> post(Version version, HttpRequest.BodyPublisher body) throws Exception {
        try (HttpClient client = server.client(version)) {
            return client.send(server.request(CONFIGMAPS).POST(body).build(), BodyHandlers.ofString());
        }
    }

    /** Sends bytes as they are and reads until the server closes or has said all of one answer. */
    String raw(String request) throws Exception {
        try (SSLSocket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[4096];
            int count = socket.getInputStream().read(buffer);
            while (count > 0
                    && !answer.append(new String(buffer, 0, count, StandardCharsets.UTF_8))
                            .toString()
                            .endsWith("}\n")) {
                count = socket.getInputStream().read(buffer);
            }
            return answer.toString();
        }
    }

    SSLSocket connect() throws Exception {
        SSLSocket socket = (SSLSocket) HttpFixture.tls(server.certificates().authority(), Optional.empty())
                .getSocketFactory()
                .createSocket("127.0.0.1", server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }
}
