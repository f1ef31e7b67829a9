package io.bellwether.cli.elect;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;

/**
 * Serves a {@link Sidecar}'s pages over plain HTTP, for GET and HEAD.
 *
 * <p>Threads: one virtual thread a request; {@link #close} from any thread.
 */
final class SidecarServer implements AutoCloseable {

    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int NO_BODY = -1;

    private final HttpServer server;

    private SidecarServer(HttpServer server) {
        this.server = server;
    }

    /** Errors: IOException when the address cannot be had. */
    static SidecarServer open(InetSocketAddress address, Sidecar sidecar, Executor executor) throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        server.setExecutor(executor);
        server.createContext("/", exchange -> handle(exchange, sidecar));
        server.start();
        return new SidecarServer(server);
    }

    /** Where it serves: the port that was chosen, when none was asked for. */
    InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void handle(HttpExchange exchange, Sidecar sidecar) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, NO_BODY);
                return;
            }
            Sidecar.Answer answer = sidecar.answer(exchange.getRequestURI().getPath());
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            if (method.equals("HEAD")) {
                exchange.sendResponseHeaders(answer.code(), NO_BODY);
                return;
            }
            exchange.sendResponseHeaders(answer.code(), body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
