package io.bellwether.cli.etcd;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bellwether.etcd.member.MemberView;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What a supervisor shows of itself over plain HTTP: {@code /livez}, {@code /readyz} and, for Prometheus,
 * {@code /metrics}.
 *
 * <p>Threads: one of the executor's tasks a request; {@link #close} from any thread.
 */
final class MemberPages implements AutoCloseable {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;

    private MemberPages(HttpServer server) {
        this.server = server;
    }

    /** Serves until it is closed; an IOException when the address cannot be had. */
    static MemberPages open(InetSocketAddress address, Supplier<MemberView> view, Executor executor)
            throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        server.setExecutor(executor);
        server.createContext("/", exchange -> handle(exchange, view.get()));
        server.start();
        return new MemberPages(server);
    }

    URI url() {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private record Page(int code, String type, String body) {

        static Page text(int code, String body) {
            return new Page(code, "text/plain; charset=utf-8", body + "\n");
        }
    }

    private static void handle(HttpExchange exchange, MemberView view) throws IOException {
        try (exchange) {
            Page page = page(exchange.getRequestURI().getPath(), view);
            byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", page.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(page.code(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Page page(String path, MemberView view) {
        return switch (path) {
            case "/livez" -> Page.text(OK, "ok");
            case "/readyz" -> Page.text(view.isReady() ? OK : UNAVAILABLE, view.readiness());
            case "/metrics" -> new Page(OK, "text/plain; version=0.0.4; charset=utf-8", metrics(view));
            default -> Page.text(NOT_FOUND, "there are /livez, /readyz and /metrics");
        };
    }

    /** Written by hand, as the sidecar's are: a dozen lines need no library. */
    static String metrics(MemberView view) {
        StringBuilder out = new StringBuilder();
        metric(out, "rounds_total", "counter", "Rounds of the supervisor.", Map.of("", view.rounds()));
        metric(out, "process_starts_total", "counter", "Starts of etcd.", Map.of("", view.starts()));
        metric(out, "quorum", "gauge", "Whether a quorum was seen in the last round.", flag(view.hasQuorum()));
        metric(out, "voters", "gauge", "Voters in the member list.", Map.of("", (long) view.voters()));
        metric(out, "learners", "gauge", "Learners in the member list.", Map.of("", (long) view.learners()));
        Map<String, Long> roles = new TreeMap<>();
        for (MemberView.Role role : MemberView.Role.values()) {
            roles.put("{role=\"" + role.text() + "\"}", role == view.role() ? 1L : 0L);
        }
        metric(out, "role", "gauge", "What this node is.", roles);
        Map<String, Long> plans = new TreeMap<>();
        view.plans().forEach((plan, count) -> plans.put("{plan=\"" + plan + "\"}", count));
        metric(out, "plans_total", "counter", "Decisions, one each round, by their kind.", plans);
        return out.toString();
    }

    private static Map<String, Long> flag(boolean set) {
        return Map.of("", set ? 1L : 0L);
    }

    private static void metric(StringBuilder out, String name, String type, String help, Map<String, Long> values) {
        String full = "bellwether_etcd_" + name;
        out.append("# HELP ").append(full).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(full).append(' ').append(type).append('\n');
        values.forEach((labels, value) ->
                out.append(full).append(labels).append(' ').append(value).append('\n'));
    }
}
