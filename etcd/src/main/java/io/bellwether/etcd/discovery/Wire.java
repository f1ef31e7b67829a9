package io.bellwether.etcd.discovery;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.Formation;
import io.bellwether.etcd.core.Founder;
import io.bellwether.etcd.core.Incarnation;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Registration;
import io.bellwether.etcd.core.Registration.Standing;
import io.bellwether.etcd.core.Registration.Wish;
import io.bellwether.etcd.core.Seat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reports and formations as JSON.
 *
 * <p>Errors: {@link IllegalArgumentException} and Jackson's {@code JacksonException} for what is none.
 */
public final class Wire {

    static final ObjectMapper JSON = JsonMapper.builder().build();

    private Wire() {}

    /** A report; its order and age are the reader's to say. */
    public static ObjectNode of(Report report) {
        Registration node = report.registration();
        ObjectNode json = JSON.createObjectNode();
        json.put("node", node.node().value());
        json.put("incarnation", node.incarnation().value());
        json.put("name", node.name());
        node.peerUrls().forEach(json.putArray("peerUrls")::add);
        report.clientUrls().forEach(json.putArray("clientUrls")::add);
        json.put("zone", node.zone());
        json.put("priority", node.priority());
        json.put("standing", node.standing().name());
        json.put("wish", node.wish().name());
        node.member().ifPresent(member -> json.put("member", member.toString()));
        node.lost().ifPresent(member -> json.put("lost", member.toString()));
        json.put("said", report.said());
        return json;
    }

    /** Reads a report. */
    public static Report report(JsonNode json, long order, Duration age) {
        Registration registration = new Registration(
                new NodeId(text(json, "node")),
                new Incarnation(text(json, "incarnation")),
                text(json, "name"),
                texts(json.path("peerUrls")),
                json.path("zone").asString(""),
                json.path("priority").asInt(0),
                Standing.valueOf(text(json, "standing")),
                Wish.valueOf(json.path("wish").asString(Wish.NONE.name())),
                member(json, "member"),
                member(json, "lost"),
                order,
                age);
        return new Report(
                registration, texts(json.path("clientUrls")), json.path("said").asString(""));
    }

    static ObjectNode of(Formation formation) {
        ObjectNode json = JSON.createObjectNode();
        switch (formation) {
            case Formation.Unknown unknown -> json.put("phase", "unknown");
            case Formation.Unclaimed(int size) -> json.put("phase", "unclaimed").put("size", size);
            case Formation.Formed(int size, ClusterId cluster) ->
                json.put("phase", "formed").put("size", size).put("cluster", cluster.toString());
            case Formation.Agreed(int size, List<Seat> seats, Set<NodeId> begun) -> {
                json.put("phase", "agreed").put("size", size);
                ArrayNode places = json.putArray("seats");
                seats.forEach(seat -> places.add(of(seat)));
                ArrayNode started = json.putArray("begun");
                begun.forEach(node -> started.add(node.value()));
            }
        }
        return json;
    }

    static Formation formation(JsonNode json) {
        int size = json.path("size").asInt(0);
        return switch (json.path("phase").asString("unknown")) {
            case "unclaimed" -> new Formation.Unclaimed(size);
            case "formed" -> new Formation.Formed(size, ClusterId.ofHex(text(json, "cluster")));
            case "agreed" -> agreed(json, size);
            default -> new Formation.Unknown();
        };
    }

    private static Formation agreed(JsonNode json, int size) {
        Set<NodeId> begun = new LinkedHashSet<>();
        texts(json.path("begun")).forEach(node -> begun.add(new NodeId(node)));
        return new Formation.Agreed(size, seats(json.path("seats")), begun);
    }

    static List<Seat> seats(JsonNode array) {
        List<Seat> seats = new ArrayList<>();
        for (JsonNode each : array) {
            seats.add(new Seat(
                    new NodeId(text(each, "node")),
                    new Incarnation(text(each, "incarnation")),
                    new Founder(text(each, "member"), texts(each.path("peerUrls")))));
        }
        return seats;
    }

    static ObjectNode of(Seat seat) {
        ObjectNode json = JSON.createObjectNode();
        json.put("node", seat.node().value())
                .put("incarnation", seat.incarnation().value());
        json.put("member", seat.member().name());
        seat.member().peerUrls().forEach(json.putArray("peerUrls")::add);
        return json;
    }

    private static Optional<MemberId> member(JsonNode json, String field) {
        return json.has(field) ? Optional.of(MemberId.ofHex(text(json, field))) : Optional.empty();
    }

    static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isString()) {
            throw new IllegalArgumentException("\"" + field + "\" is missing");
        }
        return value.asString();
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asString()));
        return texts;
    }
}
