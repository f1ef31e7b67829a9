package io.bellwether.etcd.discovery;

import io.bellwether.certificates.SigningKey;
import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Seat;
import io.bellwether.etcd.gateway.WholeAnswer;
import io.bellwether.etcd.security.Security;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Talks to the discovery service about one cluster.
 *
 * <p>Threads: safe from any thread; each call blocks its caller for no longer than the timeout.
 */
public final class DiscoveryClient implements Discovery {

    private static final int OK = 200;
    private static final int CONFLICT = 409;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;

    private final HttpClient http;
    private final URI address;
    private final Duration timeout;
    private final Optional<SigningKey> key;
    private final AtomicReference<String> challenge = new AtomicReference<>("");

    /** Talks to the service at an address, with what a node of the cluster signs by. */
    public static DiscoveryClient of(HttpClient http, URI address, Duration timeout, Optional<Security> security) {
        return new DiscoveryClient(
                http, address, timeout, security.map(each -> each.token().signingKey()));
    }

    /**
     * Talks to the service at an address.
     *
     * @param address what {@code /new} answered
     * @param key signs what is said; empty where the token has none
     */
    public DiscoveryClient(HttpClient http, URI address, Duration timeout, Optional<SigningKey> key) {
        this.http = http;
        this.address = address;
        this.timeout = timeout;
        this.key = key;
    }

    @Override
    public Ages ages() {
        return Ages.SINCE_REPORTED;
    }

    @Override
    public Word board() {
        return ask("board", "");
    }

    @Override
    public Word report(Report report) {
        return post("report", Wire.of(report));
    }

    @Override
    public Word propose(List<Seat> seats, long revision) {
        ObjectNode body = Wire.JSON.createObjectNode();
        ArrayNode places = body.putArray("seats");
        seats.forEach(seat -> places.add(Wire.of(seat)));
        return post("propose", body.put("revision", Long.toString(revision)));
    }

    @Override
    public Word begin(NodeId node, long revision) {
        return post(
                "begin",
                Wire.JSON.createObjectNode().put("node", node.value()).put("revision", Long.toString(revision)));
    }

    @Override
    public Word formed(ClusterId cluster) {
        return post("formed", Wire.JSON.createObjectNode().put("cluster", cluster.toString()));
    }

    @Override
    public Word restored(ClusterId lost, ClusterId cluster) {
        return post(
                "restored",
                Wire.JSON.createObjectNode().put("lost", lost.toString()).put("cluster", cluster.toString()));
    }

    @Override
    public Word keep(String sealed) {
        return post("keep", Wire.JSON.createObjectNode().put("sealed", sealed));
    }

    private Word post(String verb, ObjectNode body) {
        return ask(verb, body.toString());
    }

    /** A challenge may be used up or forgotten: then the refusal brings another one, which is tried once. */
    private Word ask(String verb, String body) {
        try {
            HttpResponse<String> response = send(verb, body);
            if (response.statusCode() == UNAUTHORIZED && key.isPresent()) {
                response = send(verb, body);
            }
            return switch (response.statusCode()) {
                case OK -> new Word.Heard(board(response.body()));
                case CONFLICT -> new Word.Conflict(board(response.body()));
                case NOT_FOUND, FORBIDDEN, UNAUTHORIZED ->
                    new Word.WrongToken(response.body().strip());
                default -> new Word.Silence("discovery answers " + response.statusCode());
            };
        } catch (JacksonException | IllegalArgumentException meaningless) {
            return new Word.Silence("what answers at " + address + " is no discovery service of ours");
        } catch (IOException silent) {
            return new Word.Silence("discovery at " + address + " does not answer: "
                    + silent.getClass().getSimpleName());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return new Word.Silence("interrupted");
        }
    }

    private HttpResponse<String> send(String verb, String body) throws IOException, InterruptedException {
        String base = address.toString();
        String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(trimmed + "/" + MeetingProtocol.SEGMENT + "/" + verb))
                .timeout(timeout);
        String used = challenge.getAndSet("");
        key.ifPresent(signing -> request.header(
                Signed.SIGNATURE_HEADER,
                Signed.of(signing, used, token(), verb, body).header()));
        HttpResponse<String> response = WholeAnswer.of(
                http,
                body.isEmpty()
                        ? request.GET().build()
                        : request.header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build());
        response.headers().firstValue(Signed.CHALLENGE_HEADER).ifPresent(challenge::set);
        return response;
    }

    /** The last part of the address. */
    private String token() {
        String path = address.getPath();
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }

    private static Board board(String body) {
        JsonNode json = Wire.JSON.readTree(body);
        List<Report> reports = new ArrayList<>();
        for (JsonNode each : json.path("nodes")) {
            Duration age = Duration.ofMillis(each.path("ageMillis").asLong(0));
            reports.add(Wire.report(each, each.path("order").asLong(0), age));
        }
        return new Board(
                Wire.formation(json.path("formation")),
                Long.parseLong(Wire.text(json, "revision")),
                reports,
                json.has("authority") ? Optional.of(Wire.text(json, "authority")) : Optional.empty());
    }
}
