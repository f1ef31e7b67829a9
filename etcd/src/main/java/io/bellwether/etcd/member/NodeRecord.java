package io.bellwether.etcd.member;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.Incarnation;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Past;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a node remembers across restarts.
 *
 * @param formedSeen whether it has ever, in any life of its disk, seen the cluster at work
 * @param lost the member whose data it declared lost
 * @param knownClients where members answered clients when it last knew, or will: founders are known before they answer;
 *     the list is copied
 * @param version of the etcd that ran here last; empty: none did
 * @param joiningAt how many bytes etcd's log had when this life of the disk was promised a place: while it has as many,
 *     etcd was never started in that place. Empty: no place was promised, or it has run
 */
record NodeRecord(
        NodeId node,
        Incarnation incarnation,
        Past past,
        boolean formedSeen,
        Optional<MemberId> lost,
        List<String> knownClients,
        String version,
        Optional<Long> joiningAt) {

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    NodeRecord {
        knownClients = List.copyOf(knownClients);
    }

    static NodeRecord fresh(NodeId node, Incarnation incarnation) {
        return new NodeRecord(
                node, incarnation, new Past.None(), false, Optional.empty(), List.of(), "", Optional.empty());
    }

    NodeRecord with(Past now) {
        return new NodeRecord(node, incarnation, now, formedSeen, lost, knownClients, version, Optional.empty());
    }

    /** It takes the place, and etcd is about to be started for the first time. */
    NodeRecord joining(MemberId place, long logBytes) {
        Past promised = new Past.Joining(place);
        return new NodeRecord(
                node, incarnation, promised, formedSeen, lost, knownClients, version, Optional.of(logBytes));
    }

    /**
     * Whether etcd cannot have run in the place that was promised: from its first moment on it would have said so.
     *
     * @param logBytes how many its log has now
     */
    boolean isBeforeFirstStart(long logBytes) {
        return past instanceof Past.Joining && joiningAt.equals(Optional.of(logBytes));
    }

    /** A new life of the disk, once the members do not count on the earlier one: nothing of that is true of it. */
    NodeRecord reborn(Incarnation next) {
        return new NodeRecord(
                node, next, new Past.None(), formedSeen, Optional.empty(), knownClients, version, Optional.empty());
    }

    NodeRecord withLost(MemberId member) {
        return new NodeRecord(
                node, incarnation, past, formedSeen, Optional.of(member), knownClients, version, joiningAt);
    }

    /** Where members answer clients, or will. */
    NodeRecord knowing(List<String> clients) {
        return new NodeRecord(node, incarnation, past, formedSeen, lost, clients, version, joiningAt);
    }

    /**
     * Where these answer; a member that has not told the cluster yet, as none has at first, may be one known before.
     */
    NodeRecord knowing(MemberList list) {
        Set<String> clients = new LinkedHashSet<>();
        list.members().forEach(member -> clients.addAll(member.clientUrls()));
        if (list.members().stream().anyMatch(member -> !member.isStarted())) {
            clients.addAll(knownClients);
        }
        return knowing(List.copyOf(clients));
    }

    /** It runs as this member, and a quorum says so. */
    NodeRecord belonging(ClusterId cluster, MemberId member, String running) {
        Past belonging = new Past.Belonging(cluster, member);
        return new NodeRecord(
                node, incarnation, belonging, true, Optional.empty(), knownClients, running, Optional.empty());
    }

    String toJson() {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT);
        json.put("node", node.value());
        json.put("incarnation", incarnation.value());
        ObjectNode was = json.putObject("past");
        switch (past) {
            case Past.None none -> was.put("state", "none");
            case Past.Founding founding -> was.put("state", "founding");
            case Past.Joining(MemberId member) -> was.put("state", "joining").put("member", member.toString());
            case Past.Belonging(ClusterId cluster, MemberId member) ->
                was.put("state", "belonging").put("cluster", cluster.toString()).put("member", member.toString());
        }
        json.put("formedSeen", formedSeen);
        lost.ifPresent(member -> json.put("lost", member.toString()));
        knownClients.forEach(json.putArray("knownClients")::add);
        json.put("version", version);
        joiningAt.ifPresent(bytes -> json.put("joiningAt", bytes));
        return json.toPrettyString();
    }

    /** @throws IllegalArgumentException for what is no record, or one of a later format */
    static NodeRecord ofJson(String text) {
        JsonNode json = JSON.readTree(text);
        int format = json.path("format").asInt(0);
        if (format != FORMAT) {
            throw new IllegalArgumentException("it has format " + format + ", and this version knows " + FORMAT);
        }
        List<String> clients =
                json.path("knownClients").valueStream().map(JsonNode::asString).toList();
        return new NodeRecord(
                new NodeId(json.path("node").asString("")),
                new Incarnation(json.path("incarnation").asString("")),
                past(json.path("past")),
                json.path("formedSeen").asBoolean(true),
                json.has("lost") ? Optional.of(MemberId.ofHex(json.path("lost").asString())) : Optional.empty(),
                clients,
                json.path("version").asString(""),
                json.has("joiningAt") ? Optional.of(json.path("joiningAt").asLong()) : Optional.empty());
    }

    private static Past past(JsonNode json) {
        return switch (json.path("state").asString("")) {
            case "none" -> new Past.None();
            case "founding" -> new Past.Founding();
            case "joining" ->
                new Past.Joining(MemberId.ofHex(json.path("member").asString("")));
            case "belonging" ->
                new Past.Belonging(
                        ClusterId.ofHex(json.path("cluster").asString("")),
                        MemberId.ofHex(json.path("member").asString("")));
            default -> throw new IllegalArgumentException("it does not say what the node was");
        };
    }
}
