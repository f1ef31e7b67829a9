package io.bellwether.etcd.discovery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bellwether.certificates.SigningKey;
import io.bellwether.execution.Lifecycle;
import io.bellwether.execution.Machine;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The discovery service: {@code GET /new?size=3} answers the address under which the members of one cluster meet; stock
 * {@code etcd --discovery} and {@code bellwether etcd run} take it.
 *
 * <p>Shape: HTTP; the address is {@code /<token>} or, as etcd's keys service has it,
 * {@code /v2/keys/_etcd/registry/<token>}. Everything that is acknowledged is durable in the store.
 *
 * <p>Units and limits: bodies of at most {@value #BODY_LIMIT} bytes.
 *
 * <p>Threads: requests run on the machine's executor; {@link #close} may be called from any thread and does not wait
 * for them longer than a second.
 */
public final class DiscoveryServer implements Lifecycle {

    private static final Logger log = LoggerFactory.getLogger(DiscoveryServer.class);
    private static final int BODY_LIMIT = 65_536;
    private static final int DEFAULT_SIZE = 3;
    private static final int CLOSE_SECONDS = 1;
    private static final List<String> KEYS = List.of("v2", "keys", "_etcd", "registry");

    private final HttpServer http;
    private final Machine machine;
    private final Registry registry;
    private final Waiting waiting;
    private final V2Protocol v2;
    private final MeetingProtocol meeting;

    private DiscoveryServer(HttpServer http, Store store, Machine machine) {
        this.http = http;
        this.machine = machine;
        this.registry = new Registry(store);
        this.waiting = new Waiting(store, registry, machine.clock());
        this.v2 = new V2Protocol(registry, waiting);
        this.meeting = new MeetingProtocol(
                new Meeting(store, machine.clock()), new Challenges(machine.clock(), machine.random()));
    }

    /**
     * Binds the address; nothing is answered before {@link #start}.
     *
     * @param store the caller's: not closed with the server
     * @throws IOException when the address cannot be bound
     */
    public static DiscoveryServer bind(InetSocketAddress listen, Store store, Machine machine) throws IOException {
        return new DiscoveryServer(HttpServer.create(listen, 0), store, machine);
    }

    @Override
    public void start() {
        http.setExecutor(machine.executor());
        http.createContext("/", this::handle);
        http.start();
    }

    /** Where it listens. */
    public URI url() {
        InetSocketAddress address = http.getAddress();
        String host = address.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
    }

    @Override
    public void close() {
        waiting.close();
        http.stop(CLOSE_SECONDS);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = reply(exchange);
            exchange.getResponseHeaders().set("Content-Type", reply.type());
            if (reply.index() >= 0) {
                exchange.getResponseHeaders().set("X-Etcd-Index", Long.toString(reply.index()));
            }
            if (!reply.challenge().isEmpty()) {
                exchange.getResponseHeaders().set(Signed.CHALLENGE_HEADER, reply.challenge());
            }
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(BODY_LIMIT + 1);
        if (body.length > BODY_LIMIT) {
            return Reply.text(Reply.TOO_LARGE, "a body has at most " + BODY_LIMIT + " bytes\n");
        }
        String query = exchange.getRequestURI().getRawQuery();
        String path = exchange.getRequestURI().getPath();
        Request request = new Request(
                exchange.getRequestMethod(),
                Arrays.stream(path.split("/", -1))
                        .filter(part -> !part.isEmpty())
                        .toList(),
                Request.form(query == null ? "" : query),
                header(exchange, "Host"),
                header(exchange, Signed.SIGNATURE_HEADER),
                new String(body, StandardCharsets.UTF_8));
        try {
            return route(request);
        } catch (StoreException | UncheckedIOException unwell) {
            log.atWarn().addKeyValue("err", unwell.getMessage()).log("Could not answer, because the store is not well");
            return Reply.text(Reply.UNAVAILABLE, "the store is not well\n");
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private Reply route(Request request) {
        List<String> path = request.path();
        if (path.equals(List.of("health"))) {
            return Reply.text(Reply.OK, "ok\n");
        }
        if (path.equals(List.of("new"))) {
            return request.is("GET") ? create(request) : Reply.text(Reply.METHOD_NOT_ALLOWED, "GET only\n");
        }
        boolean keys = path.size() > KEYS.size() && path.subList(0, KEYS.size()).equals(KEYS);
        List<String> rest = keys ? path.subList(KEYS.size(), path.size()) : path;
        if (rest.isEmpty() || !Tokens.isToken(rest.getFirst())) {
            return Reply.text(Reply.NOT_FOUND, "ask GET /new?size=3 for an address\n");
        }
        String token = rest.getFirst();
        List<String> under = rest.subList(1, rest.size());
        return under.size() == 2 && under.getFirst().equals(MeetingProtocol.SEGMENT)
                ? meeting.answer(token, under.get(1), request)
                : v2.answer(token, under, request);
    }

    private Reply create(Request request) {
        Optional<Integer> size = request.parameter("size").map(Tokens::size).orElse(Optional.of(DEFAULT_SIZE));
        if (size.isEmpty()) {
            return Reply.text(Reply.BAD_REQUEST, "a size is 1 to 9\n");
        }
        Optional<String> key = request.parameter("key");
        if (key.filter(text -> !SigningKey.isPublicKey(text)).isPresent()) {
            return Reply.text(Reply.BAD_REQUEST, "\"key\" is no public key\n");
        }
        String token = request.parameter("id").orElseGet(() -> Tokens.draw(machine.random()));
        if (!Tokens.isToken(token)) {
            return Reply.text(Reply.BAD_REQUEST, "an id has 16 to 64 letters and digits\n");
        }
        if (!registry.create(token, size.get(), key)) {
            if (request.parameter("id").isPresent()) {
                return Reply.text(Reply.CONFLICT, "there is such a token\n");
            }
            throw new IllegalStateException("128 random bits came twice");
        }
        String base = request.host().isEmpty() ? url().toString() : "http://" + request.host();
        return Reply.text(Reply.OK, base + "/" + token);
    }
}
