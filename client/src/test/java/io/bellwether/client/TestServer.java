package io.bellwether.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * An HTTPS server on the loopback address whose answers a test writes; it asks for a client certificate and keeps what
 * it was asked.
 */
public final class TestServer implements AutoCloseable {

    private final HttpsServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

    /** One request as it arrived. */
    public record Asked(String method, String uri, com.sun.net.httpserver.Headers headers, String body) {}

    /** Answers one request. */
    public interface Answer {
        void write(HttpExchange exchange) throws IOException;
    }

    /** Whether a client must prove itself by a certificate. */
    public enum Clients {
        ANY,
        WITH_CERTIFICATE
    }

    private TestServer(HttpsServer server) {
        this.server = server;
    }

    public static TestServer start(TestKeys keys, KeyStore authorities, Clients clients, Answer answer)
            throws IOException, GeneralSecurityException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setHttpsConfigurator(new Configurator(context(keys, authorities), clients));
        TestServer test = new TestServer(server);
        HttpHandler handler = exchange -> {
            test.asked.add(asked(exchange));
            answer.write(exchange);
        };
        server.createContext("/", handler);
        server.setExecutor(test.executor);
        server.start();
        return test;
    }

    /** Answers with JSON. */
    public static Answer json(int code, String body) {
        return exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    public URI url() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    public Asked takeAsked() throws InterruptedException {
        return asked.take();
    }

    public int askedCount() {
        return asked.size();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private static Asked asked(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return new Asked(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body);
    }

    private static SSLContext context(TestKeys keys, KeyStore clients) throws GeneralSecurityException {
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
        keyManagers.init(keys.store(), keys.password());
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(clients);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    private static final class Configurator extends HttpsConfigurator {

        private final Clients clients;

        Configurator(SSLContext context, Clients clients) {
            super(context);
            this.clients = clients;
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
            wanted.setNeedClientAuth(clients == Clients.WITH_CERTIFICATE);
            parameters.setSSLParameters(wanted);
        }
    }
}
