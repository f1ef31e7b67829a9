package io.bellwether.etcd.member;

import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.MemberList;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whose turn it is to restart, as the cluster itself keeps it: one at a time, whoever leads meanwhile. The supervisor
 * beside the leader gives the turn; only the one whose turn it is ends it.
 *
 * @param request which restart of all members
 */
record Turn(String request, MemberId member, State state) {

    /** What people write to have all members restart: any text that was not there before. */
    static final String REQUEST_KEY = "/bellwether/cluster/restart";

    /** Where the cluster keeps the turn. */
    static final String KEY = "/bellwether/cluster/turn";

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** How far it is. */
    enum State {
        /** The member may restart, or does. */
        GIVEN,
        /** It has restarted, or will not. */
        OVER
    }

    static Turn given(String request, MemberId member) {
        return new Turn(request, member, State.GIVEN);
    }

    Turn over() {
        return new Turn(request, member, State.OVER);
    }

    /** Whether another member may have the next: a member that was removed does not come back to end its own. */
    boolean isOver(MemberList members) {
        return state == State.OVER || members.find(member).isEmpty();
    }

    String toJson() {
        return JSON.createObjectNode()
                .put("request", request)
                .put("member", member.toString())
                .put("state", state.name())
                .toString();
    }

    /** Empty for what somebody else wrote there. */
    static Optional<Turn> parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return Optional.of(new Turn(
                    json.path("request").asString(""),
                    MemberId.ofHex(json.path("member").asString("")),
                    State.valueOf(json.path("state").asString(""))));
        } catch (JacksonException | IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }
}
