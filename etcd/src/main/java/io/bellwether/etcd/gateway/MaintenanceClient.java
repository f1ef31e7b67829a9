package io.bellwether.etcd.gateway;

import io.bellwether.etcd.core.Comparison.Sum;
import io.bellwether.etcd.core.MemberId;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What keeps a database small and right: compaction, defragmentation, alarms, checksums. Each call goes to one member.
 *
 * <p>Threads: safe from any thread; each call blocks its caller for no longer than its deadline.
 *
 * <p>Errors: none; see {@link Answer}.
 */
public final class MaintenanceClient {

    private final Calls calls;

    /** By way of this client. */
    public MaintenanceClient(HttpClient http) {
        this.calls = new Calls(http);
    }

    /**
     * Forgets the versions of keys before a revision, and returns once their space is free within the database.
     *
     * @param revision which stays readable
     */
    public Answer<Boolean> compact(URI server, long revision, Duration deadline) {
        ObjectNode body = Calls.JSON
                .createObjectNode()
                .put("revision", Long.toString(revision))
                .put("physical", true);
        return calls.post(server, "/v3/kv/compaction", body, deadline, answer -> true);
    }

    /** Gives the free space of a member's database back to its disk; the member answers nothing else meanwhile. */
    public Answer<Boolean> defragment(URI server, Duration deadline) {
        return calls.post(
                server, "/v3/maintenance/defragment", Calls.JSON.createObjectNode(), deadline, answer -> true);
    }

    /** Whose databases have reached the quota. */
    public Answer<Set<MemberId>> fullMembers(URI server, Duration deadline) {
        return calls.post(server, "/v3/maintenance/alarm", Calls.JSON.createObjectNode(), deadline, answer -> {
            Set<MemberId> full = new HashSet<>();
            for (JsonNode each : answer.path("alarms")) {
                if ("NOSPACE".equals(each.path("alarm").asString(""))) {
                    full.add(MemberId.ofDecimal(each.path("memberID").asString("0")));
                }
            }
            return full;
        });
    }

    /** Lets the cluster write again, as far as this member is concerned. */
    public Answer<Boolean> disarm(URI server, MemberId member, Duration deadline) {
        ObjectNode body = Calls.JSON
                .createObjectNode()
                .put("action", "DEACTIVATE")
                .put("memberID", member.decimal())
                .put("alarm", "NOSPACE");
        return calls.post(server, "/v3/maintenance/alarm", body, deadline, answer -> true);
    }

    /** Whether a member answers a read of its own, which it does not while it is being defragmented. */
    public Answer<Boolean> reads(URI server, Duration deadline) {
        ObjectNode body = Calls.JSON.createObjectNode().put("key", "AA==").put("serializable", true);
        return calls.post(server, "/v3/kv/range", body, deadline, answer -> true);
    }

    /**
     * The checksum of a member's keys at a revision.
     *
     * <p>From the peer port: what 3.4 to 3.7 have at the client port as {@code /v3/maintenance/hash} is the sum of the
     * whole database as it is at that moment, members and the place in the log included, whatever revision is asked
     * for.
     *
     * @param revision which the member must have applied, and not yet compacted
     */
    public Answer<Sum> sum(URI peer, long revision, Duration deadline) {
        ObjectNode body = Calls.JSON.createObjectNode().put("revision", revision);
        return calls.ask(
                peer,
                "/members/hashkv",
                body,
                deadline,
                answer -> new Sum(
                        answer.required("hash").asLong(),
                        answer.path("compact_revision").asLong(0)));
    }
}
