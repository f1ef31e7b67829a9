package io.bellwether.etcd.member;

import io.bellwether.etcd.core.ClusterView;
import io.bellwether.etcd.core.Evidence;
import io.bellwether.etcd.core.Founder;
import io.bellwether.etcd.core.History;
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
import io.bellwether.etcd.core.Timers;
import io.bellwether.etcd.core.Verdict;
import io.bellwether.etcd.discovery.Discovery;
import io.bellwether.etcd.discovery.Registrations;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.etcd.member.MemberException.Reason;
import io.bellwether.etcd.security.NodeIdentity;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.Machine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

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
    private final Registrations registrations;
    private final StartScout scout;
    private final Optional<Admission> admission;
    private final StartPlanner planner;
    private final Clock clock;
    private final Semaphore never = new Semaphore(0);

    /**
     * For this node.
     *
     * @param registrations who is known
     * @param place where a secured cluster's authority hangs
     * @param http to the members where they are not secured; each request sets its deadline
     */
    public Starting(
            StartOptions options, Machine machine, Registrations registrations, Discovery place, HttpClient http) {
        this.options = options;
        Optional<NodeIdentity> identity = options.security()
                .map(security -> new NodeIdentity(security, hosts(options), options.tlsDir(), machine.random()));
        this.admission = identity.map(each -> new Admission(each, place, machine));
        this.client = new EtcdClient(HttpToMembers.of(identity, http, TIMEOUT, machine.executor()), TIMEOUT);
        this.registrations = registrations;
        this.scout = new StartScout(options, registrations, client, machine.clock());
        this.planner = new StartPlanner(options.strategy());
        this.clock = machine.clock();
    }

    private static Set<String> hosts(StartOptions options) {
        return options.peerUrls().stream()
                .map(url -> URI.create(url).getHost())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What to do now; changes nothing but the node's own certificate, where one is due. */
    public StartPlan plan() throws InterruptedException {
        if (admission.isPresent() && scout.isAtWork()) {
            prove();
        }
        return planner.plan(scout.look());
    }

    /**
     * Takes one step about the membership.
     *
     * @return what is to be done then
     * @throws MemberException when etcd refuses, or does not answer
     */
    public StartPlan apply(Plan.MembershipChange step) throws InterruptedException {
        URI leader = scout.leader()
                .orElseThrow(
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
        Optional<MemberList> list = scout.members();
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
        prove();
        Deadline deadline = Deadline.after(clock, limit);
        String last = "the cluster does not answer";
        while (!deadline.isOver(clock)) {
            Optional<MemberList> list = scout.members();
            Optional<Member> own = list.flatMap(members -> members.findByPeerUrl(options.peerUrls()));
            if (own.filter(Member::isVoter).isPresent()) {
                return false;
            }
            Optional<URI> leader = scout.leader();
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

    /** A secured node asks the members with its certificate, and etcd is started with it. */
    private void prove() {
        try {
            if (admission.isPresent()) {
                admission.get().require(options.tlsDir());
            }
        } catch (IOException refused) {
            throw new MemberException(Reason.UNUSABLE, String.valueOf(refused.getMessage()), refused);
        }
    }

    private void pause(Duration time) throws InterruptedException {
        boolean acquired = never.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS);
        if (acquired) {
            throw new IllegalStateException("nobody releases it");
        }
    }
}
