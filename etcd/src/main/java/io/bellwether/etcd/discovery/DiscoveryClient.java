package io.bellwether.etcd.discovery;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Seat;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Talks to the discovery service about one cluster.
 *
 * <p>Threads: safe from any thread; each call blocks its caller for no longer than the timeout.
 */
public final class DiscoveryClient {

    private static final int OK = 200;
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;

    private final HttpClient http;
    private final URI address;
    private final Duration timeout;

    /**
     * Talks to the service at an address.
     *
     * @param address what {@code /new} answered
     */
    public DiscoveryClient(HttpClient http, URI address, Duration timeout) {
        this.http = http;
        this.address = address;
        this.timeout = timeout;
    }

    /** What the service says. */
    public sealed interface Word {

        /** The board, after what was asked was done. */
        record Heard(Board board) implements Word {}

        /** The board; what was asked was not done, because something else was agreed on meanwhile. */
        record Conflict(Board board) implements Word {}

        /** The token is wrong: no such one, or not for supervised members. */
        record WrongToken(String text) implements Word {}

        /** No answer in time, or none that is one. */
        record Silence(String text) implements Word {}
    }

    /** Reads the board. */
    public Word board() {
        return ask(request("board").GET().build());
    }

    /** Tells the others about this node. */
    public Word report(Report report) {
        return post("report", Wire.of(report));
    }

    /** Seats founders, if what is agreed on is still what was seen. */
    public Word propose(List<Seat> seats, long revision) {
        ObjectNode body = Wire.JSON.createObjectNode();
        ArrayNode places = body.putArray("seats");
        seats.forEach(seat -> places.add(Wire.of(seat)));
        return post("propose", body.put("revision", Long.toString(revision)));
    }

    /** Says that this founder begins, if what is agreed on is still what was seen. */
    public Word begin(NodeId node, long revision) {
        return post(
                "begin",
                Wire.JSON.createObjectNode().put("node", node.value()).put("revision", Long.toString(revision)));
    }

    /** Says that the cluster is at work. */
    public Word formed(ClusterId cluster) {
        return post("formed", Wire.JSON.createObjectNode().put("cluster", cluster.toString()));
    }

    /**
     * Says that a person has given a cluster up and restored its data as another one.
     *
     * @param lost the cluster that is given up, if it is still the one that has formed
     */
    public Word restored(ClusterId lost, ClusterId cluster) {
        return post(
                "restored",
                Wire.JSON.createObjectNode().put("lost", lost.toString()).put("cluster", cluster.toString()));
    }

    private Word post(String verb, ObjectNode body) {
        return ask(request(verb)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpRequest.Builder request(String verb) {
        String base = address.toString();
        String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return HttpRequest.newBuilder(URI.create(trimmed + "/" + MeetingProtocol.SEGMENT + "/" + verb))
                .timeout(timeout);
    }

    private Word ask(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return switch (response.statusCode()) {
                case OK -> new Word.Heard(board(response.body()));
                case CONFLICT -> new Word.Conflict(board(response.body()));
                case NOT_FOUND, FORBIDDEN -> new Word.WrongToken(response.body().strip());
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

    private static Board board(String body) {
        JsonNode json = Wire.JSON.readTree(body);
        List<Report> reports = new ArrayList<>();
        for (JsonNode each : json.path("nodes")) {
            Duration age = Duration.ofMillis(each.path("ageMillis").asLong(0));
            reports.add(Wire.report(each, each.path("order").asLong(0), age));
        }
        return new Board(Wire.formation(json.path("formation")), Long.parseLong(Wire.text(json, "revision")), reports);
    }
}
