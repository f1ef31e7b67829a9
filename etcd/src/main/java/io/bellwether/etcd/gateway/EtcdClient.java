package io.bellwether.etcd.gateway;

import io.bellwether.etcd.core.Alarm;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.core.MemberList.Confirmation;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the supervisor asks of etcd: membership, health, progress, leadership.
 *
 * <p>Shape: JSON over HTTP/1.1 through the gateway that every etcd from 3.4 on has on its client port, and the plain
 * endpoints of its peer port. Each call goes to exactly one server, and is never repeated: whether to is the planner's
 * to decide, after another look.
 *
 * <p>Units and limits: identities are unsigned 64-bit numbers; each call has a deadline.
 *
 * <p>Threads: safe from any thread; each call blocks its caller for no longer than the deadline.
 *
 * <p>Errors: none; see {@link Answer}.
 */
public final class EtcdClient {

    private final Calls calls;
    private final Duration timeout;

    /** A client whose reads wait for so long; changes wait as long as etcd may take. */
    public EtcdClient(HttpClient http, Duration timeout) {
        this.calls = new Calls(http);
        this.timeout = timeout;
    }

    /** What a member says about itself; it answers without a quorum, too. */
    public Answer<MemberStatus> status(URI server) {
        return calls.post(server, "/v3/maintenance/status", object(), timeout, Parsing::status);
    }

    /**
     * The membership with a quorum behind it: a linearizable read first, so that this member has applied every change
     * that was made before, then its list (etcd 3.4 knows no linearizable list).
     *
     * @param key what is read first; whether it exists does not matter
     */
    public Answer<Confirmed> confirmedMembers(URI server, String key) {
        return switch (get(server, key)) {
            case Answer.Given<Optional<Stored>>(Optional<Stored> read) ->
                members(server, Confirmation.QUORUM).map(list -> new Confirmed(list, read));
            case Answer.Refused<Optional<Stored>>(Refusal refusal, String text) -> new Answer.Refused<>(refusal, text);
            case Answer.Unreachable<Optional<Stored>>(String text) -> new Answer.Unreachable<>(text);
            case Answer.Silent<Optional<Stored>>(String text) -> new Answer.Silent<>(text);
        };
    }

    /** A confirmed list, and the key that was read with it. */
    public record Confirmed(MemberList list, Optional<Stored> read) {}

    private Answer<MemberList> members(URI server, Confirmation confirmation) {
        ObjectNode body = object();
        body.put("linearizable", confirmation == Confirmation.QUORUM);
        return calls.post(
                server, "/v3/cluster/member/list", body, timeout, answer -> Parsing.memberList(answer, confirmation));
    }

    /** One member's own copy of the membership: may be out of date, and 3.4 alone gives it without a quorum. */
    public Answer<MemberList> localMembers(URI server) {
        return members(server, Confirmation.LOCAL);
    }

    /** A member's own copy of the membership, from its peer port: there without a quorum, and from learners. */
    public Answer<MemberList> peerMembers(URI peer) {
        return calls.get(peer, "/members", timeout, Parsing::peerMembers);
    }

    /** Reads a key linearizably. */
    public Answer<Optional<Stored>> get(URI server, String key) {
        ObjectNode body = object();
        body.put("key", Text.encode(key));
        return calls.post(
                server,
                "/v3/kv/range",
                body,
                timeout,
                answer -> Text.stored(answer.path("kvs")).stream().findFirst());
    }

    /** Reads at most 1000 keys with a prefix, linearizably. */
    public Answer<List<Stored>> list(URI server, String prefix) {
        ObjectNode body = object();
        body.put("key", Text.encode(prefix));
        body.put("range_end", Text.encode(Text.endOfPrefix(prefix)));
        body.put("limit", "1000");
        return calls.post(server, "/v3/kv/range", body, timeout, answer -> Text.stored(answer.path("kvs")));
    }

    /** Writes a key. */
    public Answer<Boolean> put(URI server, String key, String value) {
        ObjectNode body = object();
        body.put("key", Text.encode(key));
        body.put("value", Text.encode(value));
        return calls.post(server, "/v3/kv/put", body, timeout, answer -> true);
    }

    /**
     * Writes a key if nobody has written it since.
     *
     * @param modRevision what it was read at; 0: it must not exist
     * @return whether it was written
     */
    public Answer<Boolean> putIfUnchanged(URI server, String key, String value, long modRevision) {
        ObjectNode compare = object();
        compare.put("target", "MOD").put("result", "EQUAL");
        compare.put("key", Text.encode(key)).put("mod_revision", Long.toString(modRevision));
        ObjectNode put = object();
        put.putObject("request_put").put("key", Text.encode(key)).put("value", Text.encode(value));
        ObjectNode body = object();
        body.putArray("compare").add(compare);
        body.putArray("success").add(put);
        return calls.post(
                server,
                "/v3/kv/txn",
                body,
                timeout,
                answer -> answer.path("succeeded").asBoolean(false));
    }

    /** Adds a learner. */
    public Answer<MemberId> addLearner(URI server, List<String> peerUrls, Duration deadline) {
        ObjectNode body = object();
        peerUrls.forEach(body.putArray("peerURLs")::add);
        body.put("isLearner", true);
        return calls.post(
                server,
                "/v3/cluster/member/add",
                body,
                deadline,
                answer -> MemberId.ofDecimal(answer.path("member").path("ID").asString()));
    }

    /** Lets a learner count. */
    public Answer<Boolean> promote(URI server, MemberId member, Duration deadline) {
        return change(server, "/v3/cluster/member/promote", member, deadline);
    }

    /** Removes a member. */
    public Answer<Boolean> remove(URI server, MemberId member, Duration deadline) {
        return change(server, "/v3/cluster/member/remove", member, deadline);
    }

    private Answer<Boolean> change(URI server, String path, MemberId member, Duration deadline) {
        return calls.post(server, path, object().put("ID", member.decimal()), deadline, answer -> true);
    }

    /** Tells the members of a voter's new address; never of a learner's, which etcd 3.4 then takes for a voter. */
    public Answer<Boolean> update(URI server, MemberId member, List<String> peerUrls, Duration deadline) {
        ObjectNode body = object().put("ID", member.decimal());
        peerUrls.forEach(body.putArray("peerURLs")::add);
        return calls.post(server, "/v3/cluster/member/update", body, deadline, answer -> true);
    }

    /** Moves leadership away from the server, which must be the leader. */
    public Answer<Boolean> moveLeader(URI leader, MemberId to, Duration deadline) {
        ObjectNode body = object().put("targetID", to.decimal());
        return calls.post(leader, "/v3/maintenance/transfer-leadership", body, deadline, answer -> true);
    }

    /** What etcd complains about. */
    public Answer<Set<Alarm>> alarms(URI server) {
        return calls.post(server, "/v3/maintenance/alarm", object(), timeout, answer -> {
            Set<Alarm> alarms = EnumSet.noneOf(Alarm.class);
            for (JsonNode each : answer.path("alarms")) {
                alarms.add("NOSPACE".equals(each.path("alarm").asString("")) ? Alarm.NO_SPACE : Alarm.CORRUPT);
            }
            return alarms;
        });
    }

    /**
     * Saves what the member has, with or without a quorum, and etcd's own checksum at its end.
     *
     * @param file replaced once the snapshot is whole and synced
     * @return its size in bytes
     */
    public Answer<Long> snapshot(URI server, Path file) {
        return Snapshots.save(calls, server, file);
    }

    /** To whom a member has connections; a member that it never had one to is missing. */
    public Answer<Map<MemberId, Boolean>> connections(URI server) {
        return calls.get(server, "/metrics", timeout, Parsing::connections);
    }

    /** The version that a peer port tells; it does so before there is a quorum. */
    public Answer<String> peerVersion(URI peer) {
        return calls.get(
                peer,
                "/version",
                timeout,
                text -> Calls.parse(text).path("etcdserver").asString());
    }

    private static ObjectNode object() {
        return Calls.JSON.createObjectNode();
    }
}
