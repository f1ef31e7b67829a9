package io.bellwether.etcd.member;

import io.bellwether.etcd.core.Alarm;
import io.bellwether.etcd.core.ClusterView;
import io.bellwether.etcd.core.Evidence;
import io.bellwether.etcd.core.Evidence.Integrity;
import io.bellwether.etcd.core.Evidence.Link;
import io.bellwether.etcd.core.Evidence.Probe;
import io.bellwether.etcd.core.Evidence.Progress;
import io.bellwether.etcd.core.History;
import io.bellwether.etcd.core.Member;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Quorum;
import io.bellwether.etcd.core.Registration;
import io.bellwether.etcd.core.Rendezvous;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.etcd.gateway.Urls;
import io.bellwether.execution.Clock;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Gathers what can be known about every member: what the member here says about its connections, what each member's
 * peer port answers, how far each has applied the log, each with the time for which it has been so. Beside a follower
 * it does so, too: a new leader's connections are as old as its process, and so is what is known about them.
 *
 * <p>Threads: owned by the supervisor's thread; the members are asked at the same time, on the executor.
 */
final class ClusterObserver {

    /** Entries behind the leader within which a member counts as caught up. */
    private static final long LAG_LIMIT = 1_000;

    /** etcd's streams notice after five seconds that the other end is silent. */
    private static final Duration STREAM_SILENCE = Duration.ofSeconds(10);

    private final EtcdClient client;
    private final Clock clock;
    private final Executor executor;
    private final Function<MemberId, Integrity> integrity;
    private final Held<MemberId, Link> links;
    private final Held<MemberId, Boolean> probes;
    private final Held<MemberId, Boolean> caughtUp;
    private final Held<MemberId, Long> applied;
    private final Held<String, Set<MemberId>> whole;

    /**
     * Looks through this client.
     *
     * @param limit time after which a fact that was not looked at begins anew
     * @param integrity what a comparison of the members' keys said
     */
    ClusterObserver(
            EtcdClient client,
            Clock clock,
            Executor executor,
            Duration limit,
            Function<MemberId, Integrity> integrity) {
        this.integrity = integrity;
        this.client = client;
        this.clock = clock;
        this.executor = executor;
        this.links = new Held<>(limit);
        this.probes = new Held<>(limit);
        this.caughtUp = new Held<>(limit);
        this.applied = new Held<>(limit);
        this.whole = new Held<>(limit);
    }

    /** What was asked of one member. */
    private record Asked(
            Member member, CompletableFuture<Answer<String>> peer, CompletableFuture<Optional<MemberStatus>> status) {}

    /**
     * One look.
     *
     * @param own what the member here says about itself
     * @param endpoint where the member here answers clients
     * @param clientUrls where a node's member answers, for members that have not said so to etcd yet
     * @param stable made with the time for which all voters have been connected
     */
    ClusterView view(
            NodeId self,
            MemberStatus own,
            URI endpoint,
            MemberList list,
            Rendezvous rendezvous,
            Function<NodeId, List<String>> clientUrls,
            Function<Duration, History> stable) {
        Optional<MemberId> leader = own.leader();
        Set<Alarm> alarms = client.alarms(endpoint).given().orElseGet(Set::of);
        Optional<Map<MemberId, Boolean>> connections =
                client.connections(endpoint).given();
        List<Asked> asked = list.members().stream()
                .map(member -> ask(member, rendezvous, clientUrls))
                .toList();
        long now = clock.nanos();
        Map<MemberId, Evidence> evidence = new HashMap<>();
        for (Asked each : asked) {
            evidence.put(each.member().id(), evidence(each, own, connections, now));
        }
        forgetOthers(list);
        Quorum quorum = leader.<Quorum>map(Quorum.Confirmed::new).orElseGet(() -> new Quorum.Missing(Duration.ZERO));
        History history = stable.apply(stableFor(list, evidence, now));
        return new ClusterView(self, list, quorum, evidence, rendezvous, history, alarms);
    }

    /** What can be known without a quorum. */
    static ClusterView withoutQuorum(
            NodeId self, MemberList local, Duration lasting, Rendezvous rendezvous, History history) {
        return new ClusterView(self, local, new Quorum.Missing(lasting), Map.of(), rendezvous, history, Set.of());
    }

    private Asked ask(Member member, Rendezvous rendezvous, Function<NodeId, List<String>> clientUrls) {
        List<String> clients = member.clientUrls().isEmpty()
                ? rendezvous.of(member).map(Registration::node).map(clientUrls).orElseGet(List::of)
                : member.clientUrls();
        return new Asked(
                member,
                CompletableFuture.supplyAsync(() -> probe(member.peerUrls()), executor),
                CompletableFuture.supplyAsync(() -> status(member, clients), executor));
    }

    /** The best answer of a member's addresses. */
    private Answer<String> probe(List<String> peerUrls) {
        Answer<String> worst = new Answer.Unreachable<>("no address");
        for (String each : peerUrls) {
            Optional<URI> url = Urls.parse(each);
            Answer<String> answer = url.map(client::peerVersion).orElse(worst);
            if (answer instanceof Answer.Given || answer instanceof Answer.Refused) {
                return answer;
            }
            worst = answer;
        }
        return worst;
    }

    private Optional<MemberStatus> status(Member member, List<String> clientUrls) {
        return clientUrls.stream()
                .flatMap(each -> Urls.parse(each).stream())
                .flatMap(url -> client.status(url).given().stream())
                .filter(status -> status.member().equals(member.id()))
                .findFirst();
    }

    private Evidence evidence(Asked asked, MemberStatus own, Optional<Map<MemberId, Boolean>> connections, long now) {
        Member member = asked.member();
        Probe probe = switch (asked.peer().join()) {
            case Answer.Given<String> given -> Probe.ANSWERS;
            case Answer.Refused<String> refused -> Probe.ANSWERS;
            case Answer.Unreachable<String> unreachable -> Probe.REFUSED;
            case Answer.Silent<String> silent -> Probe.SILENT;
        };
        Duration probeFor = probes.note(member.id(), probe == Probe.ANSWERS, now);
        Link link = connections
                .map(known -> member.id().equals(own.member())
                                || isConnected(known.getOrDefault(member.id(), false), probe, probeFor)
                        ? Link.ACTIVE
                        : Link.INACTIVE)
                .orElse(Link.UNKNOWN);
        Duration linkFor = links.note(member.id(), link, now);
        Optional<Progress> progress = asked.status().join().map(status -> progress(status, own, now));
        return new Evidence(link, linkFor, probe, probeFor, progress, integrity.apply(member.id()));
    }

    /**
     * Whether a connection that the member here counts is one. etcd 3.4 was seen to count one for ever to a member that
     * was dead, and whose node said that its data was lost. So a member where nobody listens, or which is silent for
     * longer than streams are, has none. We ask from the same machine.
     */
    static boolean isConnected(boolean counted, Probe probe, Duration probeFor) {
        return switch (probe) {
            case ANSWERS -> counted;
            case REFUSED -> false;
            case SILENT, UNKNOWN -> counted && probeFor.compareTo(STREAM_SILENCE) < 0;
        };
    }

    /** Who is not behind does not stall, however idle the cluster is. */
    private Progress progress(MemberStatus status, MemberStatus own, long now) {
        long lag = Math.max(0, own.appliedIndex() - status.appliedIndex());
        boolean near = lag <= LAG_LIMIT;
        Duration nearFor = caughtUp.note(status.member(), near, now);
        Duration stillFor = applied.note(status.member(), status.appliedIndex(), now);
        return new Progress(lag, near ? nearFor : Duration.ZERO, near ? Duration.ZERO : stillFor);
    }

    private Duration stableFor(MemberList list, Map<MemberId, Evidence> evidence, long now) {
        Set<MemberId> connected = new HashSet<>();
        boolean all = true;
        for (Member voter : list.voters()) {
            Evidence known = evidence.getOrDefault(voter.id(), Evidence.NONE);
            all &= known.link() == Link.ACTIVE;
            connected.add(voter.id());
        }
        Duration lasting = whole.note("voters", all ? connected : Set.of(), now);
        return all ? lasting : Duration.ZERO;
    }

    private void forgetOthers(MemberList list) {
        Set<MemberId> ids = list.members().stream().map(Member::id).collect(Collectors.toSet());
        links.retain(ids);
        probes.retain(ids);
        caughtUp.retain(ids);
        applied.retain(ids);
    }
}
