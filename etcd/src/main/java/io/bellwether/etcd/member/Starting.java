package io.bellwether.etcd.member;

import io.bellwether.etcd.core.ClusterView;
import io.bellwether.etcd.core.Evidence;
import io.bellwether.etcd.core.Founder;
import io.bellwether.etcd.core.History;
import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.Member;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Plan;
import io.bellwether.etcd.core.Policy;
import io.bellwether.etcd.core.Quorum;
import io.bellwether.etcd.core.QuorumGuard;
import io.bellwether.etcd.core.Rendezvous;
import io.bellwether.etcd.core.StartPlan;
import io.bellwether.etcd.core.StartPlanner;
import io.bellwether.etcd.core.StartView;
import io.bellwether.etcd.core.StartView.Registered;
import io.bellwether.etcd.core.Timers;
import io.bellwether.etcd.core.Verdict;
import io.bellwether.etcd.discovery.StockRegistrations;
import io.bellwether.etcd.discovery.StockRegistrations.Known;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.etcd.gateway.Urls;
import io.bellwether.etcd.member.MemberException.Reason;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Decides once how a node without a supervisor starts its etcd, and takes the steps about the membership that are
 * needed first, if it is asked to.
 *
 * <p>Threads: one at a time; blocks its caller, for the grace period when a voter seems dead.
 */
public final class Starting {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration CHANGE_TIMEOUT = Duration.ofSeconds(14);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    /** etcd makes identities of the second: an address removed may be added in the next one. */
    private static final Duration NEXT_SECOND = Duration.ofMillis(1_100);

    private final StartOptions options;
    private final EtcdClient client;
    private final StockRegistrations registrations;
    private final StartPlanner planner;
    private final Clock clock;
    private final Semaphore never = new Semaphore(0);

    /** For this node. */
    public Starting(StartOptions options, HttpClient http, Clock clock) {
        this.options = options;
        this.client = new EtcdClient(http, TIMEOUT);
        this.registrations = new StockRegistrations(http, options.discovery(), TIMEOUT);
        this.planner = new StartPlanner(options.strategy());
        this.clock = clock;
    }

    /** What to do now; changes nothing. */
    public StartPlan plan() throws InterruptedException {
        return planner.plan(look());
    }

    /**
     * Takes one step about the membership.
     *
     * @return what is to be done then
     * @throws MemberException when etcd refuses, or does not answer
     */
    public StartPlan apply(Plan.MembershipChange step) throws InterruptedException {
        URI leader = leader().orElseThrow(
                        () -> new MemberException(Reason.REFUSED, "the cluster has no leader that answers; try again"));
        check(step, leader);
        switch (step) {
            case Plan.AddLearner add -> {
                MemberId added = given(step, client.addLearner(leader, add.peerUrls(), CHANGE_TIMEOUT));
                registrations.register(added.toString(), new Founder(options.name(), options.peerUrls()));
            }
            case Plan.RemoveMember remove -> {
                given(step, client.remove(leader, remove.member(), CHANGE_TIMEOUT));
                pause(NEXT_SECOND);
            }
            case Plan.PromoteLearner promote -> given(step, client.promote(leader, promote.member(), CHANGE_TIMEOUT));
            case Plan.UpdateMember update ->
                given(step, client.update(leader, update.member(), update.peerUrls(), CHANGE_TIMEOUT));
        }
        return plan();
    }

    /** The guard that no step passes by, G-C5: on what the leader says now. */
    private void check(Plan.MembershipChange step, URI leader) {
        Optional<MemberList> list = confirmed(known());
        Optional<MemberId> leading = client.status(leader).given().map(MemberStatus::member);
        Optional<Map<MemberId, Boolean>> connections =
                client.connections(leader).given();
        if (list.isEmpty() || leading.isEmpty() || connections.isEmpty()) {
            throw new MemberException(Reason.REFUSED, "the cluster's leader does not answer; try again");
        }
        Map<MemberId, Evidence> evidence = new HashMap<>();
        connections.get().forEach((member, connected) -> evidence.put(member, linked(connected)));
        ClusterView view = new ClusterView(
                new NodeId(options.name()),
                list.get(),
                new Quorum.Confirmed(leading.get()),
                evidence,
                new Rendezvous(Rendezvous.Reach.SILENT, List.of()),
                new History(Optional.empty(), 0, Duration.ZERO, Duration.ZERO, Duration.ZERO),
                Set.of());
        int size = options.size().orElse(list.get().voters().size());
        Policy policy = Policy.of(size, Timers.of(Duration.ofSeconds(1))).with(options.strategy());
        if (new QuorumGuard().check(view, policy, step) instanceof Verdict.Denied(String why)) {
            throw new MemberException(Reason.REFUSED, step.reason().text() + ", but that is not safe: " + why);
        }
    }

    private static Evidence linked(boolean connected) {
        return new Evidence(
                connected ? Evidence.Link.ACTIVE : Evidence.Link.INACTIVE,
                Duration.ZERO,
                Evidence.Probe.UNKNOWN,
                Duration.ZERO,
                Optional.empty(),
                Evidence.Integrity.UNKNOWN);
    }

    /**
     * Promotes this node's learner once it has caught up.
     *
     * @return whether there was one to promote
     */
    public boolean promote(Duration limit) throws InterruptedException {
        Deadline deadline = Deadline.after(clock, limit);
        String last = "the cluster does not answer";
        while (!deadline.isOver(clock)) {
            Optional<MemberList> list = confirmed(known());
            Optional<Member> own = list.flatMap(members -> members.findByPeerUrl(options.peerUrls()));
            if (own.filter(Member::isVoter).isPresent()) {
                return false;
            }
            Optional<URI> leader = leader();
            if (own.filter(Member::isStarted).isPresent() && leader.isPresent()) {
                Answer<Boolean> answer = client.promote(leader.get(), own.get().id(), CHANGE_TIMEOUT);
                if (answer instanceof Answer.Given) {
                    return true;
                }
                last = answer.text();
            } else if (own.isPresent()) {
                last = "the member has not started";
            }
            pause(LOOK_EVERY);
        }
        throw new MemberException(Reason.REFUSED, "not promoted within " + limit.toSeconds() + " s: " + last);
    }

    private static <T> T given(Plan step, Answer<T> answer) {
        return answer.given()
                .orElseThrow(() -> new MemberException(
                        Reason.REFUSED,
                        step.getClass().getSimpleName() + " was not done: " + answer.text() + "; try again"));
    }

    private StartView look() throws InterruptedException {
        Known known = known();
        if (known instanceof Known.WrongToken) {
            throw new MemberException(Reason.WRONG_TOKEN, "there is no token " + options.discovery());
        }
        boolean hasData = new DataDirectory(options.dataDir()).hasLog();
        Optional<MemberList> members = hasData ? Optional.empty() : confirmed(known);
        Set<MemberId> gone =
                members.isPresent() && options.strategy() != JoinStrategy.PREPARED ? gone(members.get()) : Set.of();
        return new StartView(
                options.name(),
                options.peerUrls(),
                hasData,
                known instanceof Known.Cluster cluster
                        ? Optional.of(new Registered(cluster.size(), cluster.members()))
                        : Optional.empty(),
                members,
                !hasData && members.isEmpty() && !answering(known).isEmpty(),
                gone,
                options.size());
    }

    private Known known() {
        return registrations.read();
    }

    /** The member lists that the peer ports of registered members tell, quorum or not. */
    private List<MemberList> answering(Known known) {
        if (!(known instanceof Known.Cluster cluster)) {
            return List.of();
        }
        return cluster.members().stream()
                .filter(member -> member.peerUrls().stream().noneMatch(options.peerUrls()::contains))
                .flatMap(member -> member.peerUrls().stream())
                .flatMap(url -> Urls.parse(url).stream())
                .flatMap(url -> client.peerMembers(url).given().stream())
                .filter(list -> !list.members().isEmpty())
                .toList();
    }

    private Optional<MemberList> confirmed(Known known) {
        return clients(known).stream()
                .flatMap(url -> client.confirmedMembers(url, Settings.KEY).given().stream())
                .map(EtcdClient.Confirmed::list)
                .findFirst();
    }

    private Set<URI> clients(Known known) {
        Set<URI> clients = new HashSet<>();
        for (MemberList list : answering(known)) {
            for (Member member : list.members()) {
                member.clientUrls().forEach(url -> Urls.parse(url).ifPresent(clients::add));
            }
        }
        return clients;
    }

    private Optional<URI> leader() {
        return clients(known()).stream()
                .filter(url -> client.status(url)
                        .given()
                        .filter(MemberStatus::isLeader)
                        .isPresent())
                .findFirst();
    }

    /** Voters that neither the leader has a connection to nor answer us, in every look for the grace period. */
    private Set<MemberId> gone(MemberList list) throws InterruptedException {
        Deadline deadline = Deadline.after(clock, options.grace());
        Set<MemberId> gone = silent(list);
        while (!gone.isEmpty() && !deadline.isOver(clock)) {
            pause(LOOK_EVERY);
            gone.retainAll(silent(list));
        }
        return gone;
    }

    private Set<MemberId> silent(MemberList list) {
        Set<MemberId> silent = new HashSet<>();
        Optional<URI> leader = leader();
        Optional<Map<MemberId, Boolean>> connections =
                leader.flatMap(url -> client.connections(url).given());
        Optional<MemberId> leading =
                leader.flatMap(url -> client.status(url).given()).map(MemberStatus::member);
        if (connections.isEmpty() || leading.isEmpty()) {
            return silent;
        }
        for (Member voter : list.voters()) {
            boolean connected =
                    voter.id().equals(leading.get()) || connections.get().getOrDefault(voter.id(), false);
            if (!connected && !answers(voter)) {
                silent.add(voter.id());
            }
        }
        return silent;
    }

    private boolean answers(Member voter) {
        List<String> urls = new ArrayList<>(voter.peerUrls());
        return urls.stream()
                .flatMap(url -> Urls.parse(url).stream())
                .map(client::peerVersion)
                .anyMatch(answer -> answer instanceof Answer.Given || answer instanceof Answer.Refused);
    }

    private void pause(Duration time) throws InterruptedException {
        boolean acquired = never.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS);
        if (acquired) {
            throw new IllegalStateException("nobody releases it");
        }
    }
}
