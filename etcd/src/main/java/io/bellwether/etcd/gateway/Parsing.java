package io.bellwether.etcd.gateway;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.Member;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.core.MemberList.Confirmation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads etcd's answers. */
final class Parsing {

    private Parsing() {}

    static MemberStatus status(JsonNode answer) {
        JsonNode header = answer.path("header");
        long leader = unsigned(answer.path("leader"));
        return new MemberStatus(
                new ClusterId(required(header.path("cluster_id"))),
                new MemberId(required(header.path("member_id"))),
                answer.path("version").asString(""),
                leader == 0 ? Optional.empty() : Optional.of(new MemberId(leader)),
                answer.path("isLearner").asBoolean(false),
                unsigned(answer.path("raftTerm")),
                unsigned(answer.path("raftAppliedIndex")),
                unsigned(header.path("revision")),
                unsigned(answer.path("dbSize")),
                unsigned(answer.path("dbSizeInUse")));
    }

    static MemberList memberList(JsonNode answer, Confirmation confirmation) {
        ClusterId cluster = new ClusterId(required(answer.path("header").path("cluster_id")));
        List<Member> members = new ArrayList<>();
        for (JsonNode each : answer.path("members")) {
            members.add(new Member(
                    new MemberId(required(each.path("ID"))),
                    each.path("name").asString(""),
                    texts(each.path("peerURLs")),
                    texts(each.path("clientURLs")),
                    each.path("isLearner").asBoolean(false) ? Member.Role.LEARNER : Member.Role.VOTER));
        }
        return new MemberList(cluster, members, confirmation);
    }

    /** {@code etcd_network_active_peers{Local="a",Remote="b"} 1}; one more for each of several addresses. */
    static Map<MemberId, Boolean> connections(String metrics) {
        Map<MemberId, Boolean> connected = new HashMap<>();
        metrics.lines()
                .filter(line -> line.startsWith("etcd_network_active_peers{"))
                .forEach(line -> {
                    int from = line.indexOf("Remote=\"") + "Remote=\"".length();
                    MemberId remote = MemberId.ofHex(line.substring(from, line.indexOf('"', from)));
                    double count = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
                    connected.merge(remote, count > 0, Boolean::logicalOr);
                });
        return connected;
    }

    /** Numbers of 64 bits are texts; zero is left out. */
    private static long unsigned(JsonNode number) {
        return number.isMissingNode() ? 0 : Long.parseUnsignedLong(number.asString());
    }

    private static long required(JsonNode number) {
        if (number.isMissingNode()) {
            throw new IllegalArgumentException("no identity");
        }
        return Long.parseUnsignedLong(number.asString());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asString()));
        return texts;
    }

    /** The peer port's own form: a plain array, numbers as numbers. It does not say of which cluster. */
    static MemberList peerMembers(String body) {
        List<Member> members = new ArrayList<>();
        for (JsonNode each : Calls.parse(body)) {
            members.add(new Member(
                    new MemberId(each.path("id").bigIntegerValue().longValue()),
                    each.path("name").asString(""),
                    texts(each.path("peerURLs")),
                    texts(each.path("clientURLs")),
                    each.path("isLearner").asBoolean(false) ? Member.Role.LEARNER : Member.Role.VOTER));
        }
        return new MemberList(new ClusterId(0), members, Confirmation.LOCAL);
    }
}
