package io.bellwether.etcd.discovery;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.discovery.Meeting.Outcome;
import io.bellwether.etcd.security.SealedAuthority;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What supervised members say to the discovery service, under {@code /<token>/_bellwether/}: {@code POST report},
 * {@code propose}, {@code begin}, {@code formed}, {@code restored} and {@code keep}, and {@code GET board}. Each is
 * answered with the whole board. Where the token has a key, each request is signed, and each answer carries the
 * challenge for the next one.
 */
final class MeetingProtocol {

    /** The path segment after the token. */
    static final String SEGMENT = "_bellwether";

    private final Meeting meeting;
    private final Challenges challenges;

    MeetingProtocol(Meeting meeting, Challenges challenges) {
        this.meeting = meeting;
        this.challenges = challenges;
    }

    Reply answer(String token, String verb, Request request) {
        Optional<String> key = meeting.publicKey(token);
        if (key.isEmpty()) {
            return answerSigned(token, verb, request);
        }
        Signed signed = Signed.parse(request.signed());
        boolean good =
                signed.isBy(key.get(), token, verb, request.body()) && challenges.take(token, signed.challenge());
        Reply reply = good
                ? answerSigned(token, verb, request)
                : Reply.text(Reply.UNAUTHORIZED, "members of this cluster sign what they say with their join token\n");
        return reply.withChallenge(challenges.next(token));
    }

    private Reply answerSigned(String token, String verb, Request request) {
        if (verb.equals("board")) {
            return request.is("GET") ? board(token, Reply.OK) : Reply.text(Reply.METHOD_NOT_ALLOWED, "GET only\n");
        }
        if (!request.is("POST")) {
            return Reply.text(Reply.METHOD_NOT_ALLOWED, "POST only\n");
        }
        try {
            Optional<Outcome> outcome = change(token, verb, Wire.JSON.readTree(request.body()));
            return outcome.map(done -> answer(token, done))
                    .orElseGet(() -> Reply.text(Reply.NOT_FOUND, "there is no \"" + verb + "\"\n"));
        } catch (JacksonException | IllegalArgumentException wrong) {
            return Reply.text(Reply.BAD_REQUEST, "the body is not what \"" + verb + "\" takes\n");
        }
    }

    private Optional<Outcome> change(String token, String verb, JsonNode body) {
        return switch (verb) {
            case "report" -> Optional.of(meeting.report(token, body));
            case "propose" -> Optional.of(meeting.propose(token, Wire.seats(body.path("seats")), revision(body)));
            case "begin" -> Optional.of(meeting.begin(token, new NodeId(Wire.text(body, "node")), revision(body)));
            case "formed" -> Optional.of(meeting.formed(token, ClusterId.ofHex(Wire.text(body, "cluster"))));
            case "restored" ->
                Optional.of(meeting.restored(
                        token, ClusterId.ofHex(Wire.text(body, "lost")), ClusterId.ofHex(Wire.text(body, "cluster"))));
            case "keep" -> Optional.of(meeting.keep(token, sealed(body)));
            default -> Optional.empty();
        };
    }

    private static String sealed(JsonNode body) {
        String sealed = Wire.text(body, "sealed");
        if (!SealedAuthority.isOne(sealed)) {
            throw new IllegalArgumentException("not sealed");
        }
        return sealed;
    }

    private static long revision(JsonNode body) {
        return Long.parseLong(Wire.text(body, "revision"));
    }

    private Reply answer(String token, Outcome outcome) {
        return switch (outcome) {
            case DONE -> board(token, Reply.OK);
            case CONFLICT -> board(token, Reply.CONFLICT);
            case CLOSED ->
                meeting.board(token).isPresent()
                        ? Reply.text(Reply.FORBIDDEN, "members without a supervisor use this token\n")
                        : noToken();
        };
    }

    private Reply board(String token, int status) {
        return meeting.board(token)
                .map(board -> Reply.json(status, json(board)))
                .orElseGet(MeetingProtocol::noToken);
    }

    private static Reply noToken() {
        return Reply.text(Reply.NOT_FOUND, "there is no such token\n");
    }

    private static ObjectNode json(Board board) {
        ObjectNode json = Wire.JSON.createObjectNode();
        json.set("formation", Wire.of(board.formation()));
        json.put("revision", Long.toString(board.revision()));
        board.authority().ifPresent(text -> json.put("authority", text));
        ArrayNode nodes = json.putArray("nodes");
        for (Report each : board.reports()) {
            nodes.add(Wire.of(each)
                    .put("order", each.registration().order())
                    .put("ageMillis", each.registration().age().toMillis()));
        }
        return json;
    }
}
