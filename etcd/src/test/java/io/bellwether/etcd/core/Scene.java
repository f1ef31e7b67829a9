package io.bellwether.etcd.core;

import io.bellwether.etcd.core.Evidence.Integrity;
import io.bellwether.etcd.core.Evidence.Link;
import io.bellwether.etcd.core.Evidence.Probe;
import io.bellwether.etcd.core.Evidence.Progress;
import io.bellwether.etcd.core.Member.Role;
import io.bellwether.etcd.core.MemberList.Confirmation;
import io.bellwether.etcd.core.Registration.Standing;
import io.bellwether.etcd.core.Registration.Wish;
import io.bellwether.etcd.core.Rendezvous.Reach;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds the view of a cluster as a table of tests wants it: members are numbers, number 1 leads and looks. */
final class Scene {

    static final Duration LONG = Duration.ofHours(1);
    static final Duration SHORT = Duration.ofSeconds(1);

    private final Map<Integer, Member> members = new LinkedHashMap<>();
    private final Map<MemberId, Evidence> evidence = new HashMap<>();
    private final Map<Integer, Registration> nodes = new LinkedHashMap<>();
    private Quorum quorum = new Quorum.Confirmed(new MemberId(1));
    private Confirmation confirmation = Confirmation.QUORUM;
    private Reach reach = Reach.HEARD;
    private History history = new History(Optional.empty(), 0, LONG, LONG, LONG);
    private Set<Alarm> alarms = Set.of();

    /** So many voters, all well. */
    static Scene of(int voters) {
        Scene scene = new Scene();
        for (int number = 1; number <= voters; number++) {
            scene.member(number, Role.VOTER);
        }
        return scene;
    }

    private void member(int number, Role role) {
        members.put(number, new Member(id(number), "m" + number, url(number), List.of(), role));
        evidence.put(id(number), active(new Progress(0, LONG, Duration.ZERO)));
        nodes.put(number, node(number, Standing.MEMBER, Optional.of(id(number)), Optional.empty(), Duration.ZERO));
    }

    static MemberId id(int number) {
        return new MemberId(number);
    }

    static List<String> url(int number) {
        return List.of("http://10.0.0." + number + ":2380");
    }

    private static Evidence active(Progress progress) {
        return new Evidence(Link.ACTIVE, LONG, Probe.ANSWERS, LONG, Optional.of(progress), Integrity.UNKNOWN);
    }

    private static Registration node(
            int number, Standing standing, Optional<MemberId> member, Optional<MemberId> lost, Duration age) {
        return new Registration(
                new NodeId("node-" + number),
                new Incarnation("incarnation-" + number),
                "n" + number,
                url(number),
                "",
                0,
                standing,
                Wish.NONE,
                member,
                lost,
                number,
                age);
    }

    /** A learner that has caught up. */
    Scene learner(int number) {
        member(number, Role.LEARNER);
        return this;
    }

    /** One more voter, by number. */
    Scene voter(int number) {
        member(number, Role.VOTER);
        return this;
    }

    /** A learner with this progress. */
    Scene learner(int number, Progress progress) {
        member(number, Role.LEARNER);
        evidence.put(id(number), active(progress));
        return this;
    }

    /** A member that was added and has not started for so long. */
    Scene unstarted(int number, Role role, Duration lasting) {
        members.put(number, new Member(id(number), "", url(number), List.of(), role));
        evidence.put(id(number), silent(lasting));
        return this;
    }

    private static Evidence silent(Duration lasting) {
        return new Evidence(Link.INACTIVE, lasting, Probe.SILENT, lasting, Optional.empty(), Integrity.UNKNOWN);
    }

    /** Nothing has been heard of the member and its node for so long. */
    Scene silent(int number, Duration lasting) {
        evidence.put(id(number), silent(lasting));
        nodes.put(number, node(number, Standing.MEMBER, Optional.of(id(number)), Optional.empty(), lasting));
        return this;
    }

    /** The member has no connection, but its node reports. */
    Scene cutOff(int number, Duration lasting) {
        evidence.put(id(number), silent(lasting));
        return this;
    }

    /** The member's port answers us although the leader has no connection. */
    Scene answersProbe(int number) {
        evidence.put(
                id(number),
                new Evidence(Link.INACTIVE, LONG, Probe.ANSWERS, LONG, Optional.empty(), Integrity.UNKNOWN));
        return this;
    }

    /** The node says that the member's data is gone, and waits with an empty disk. */
    Scene lost(int number) {
        evidence.put(id(number), silent(SHORT));
        nodes.put(number, node(number, Standing.CANDIDATE, Optional.empty(), Optional.of(id(number)), Duration.ZERO));
        return this;
    }

    /** The member was connected again only so long ago. */
    Scene connectedFor(int number, Duration lasting) {
        evidence.put(
                id(number),
                new Evidence(Link.ACTIVE, lasting, Probe.ANSWERS, lasting, Optional.empty(), Integrity.UNKNOWN));
        return this;
    }

    Scene corrupt(int number) {
        evidence.put(
                id(number), new Evidence(Link.ACTIVE, LONG, Probe.ANSWERS, LONG, Optional.empty(), Integrity.DIFFERS));
        return this;
    }

    /** The member's node reports another address, and the leader does not reach the old one. */
    Scene moved(int number) {
        evidence.put(id(number), silent(SHORT));
        Registration old = node(number, Standing.MEMBER, Optional.of(id(number)), Optional.empty(), Duration.ZERO);
        nodes.put(number, with(old, List.of("http://10.9.9.9:2380"), "", Wish.NONE, 0));
        return this;
    }

    private static Registration with(Registration old, List<String> urls, String zone, Wish wish, int priority) {
        return new Registration(
                old.node(),
                old.incarnation(),
                old.name(),
                urls,
                zone,
                priority,
                old.standing(),
                wish,
                old.member(),
                old.lost(),
                old.order(),
                old.age());
    }

    Scene wishes(int number, Wish wish) {
        nodes.computeIfPresent(number, (key, old) -> with(old, old.peerUrls(), old.zone(), wish, old.priority()));
        return this;
    }

    Scene zone(int number, String zone) {
        nodes.computeIfPresent(number, (key, old) -> with(old, old.peerUrls(), zone, old.wish(), old.priority()));
        return this;
    }

    Scene priority(int number, int priority) {
        nodes.computeIfPresent(number, (key, old) -> with(old, old.peerUrls(), old.zone(), old.wish(), priority));
        return this;
    }

    /** A node that waits with an empty disk. */
    Scene candidate(int number) {
        return candidate(number, Duration.ZERO);
    }

    /** A node that waited, heard from so long ago. */
    Scene candidate(int number, Duration age) {
        nodes.put(number, node(number, Standing.CANDIDATE, Optional.empty(), Optional.empty(), age));
        return this;
    }

    Scene discoverySilent() {
        reach = Reach.SILENT;
        return this;
    }

    Scene noQuorum(Duration lasting) {
        quorum = new Quorum.Missing(lasting);
        return this;
    }

    Scene leader(int number) {
        quorum = new Quorum.Confirmed(id(number));
        return this;
    }

    Scene unconfirmedList() {
        confirmation = Confirmation.LOCAL;
        return this;
    }

    Scene history(History remembered) {
        history = remembered;
        return this;
    }

    Scene alarm(Alarm alarm) {
        alarms = Set.of(alarm);
        return this;
    }

    /** The supervisor beside a member has not been heard from, but the member works. */
    Scene supervisorSilent(int number) {
        nodes.put(number, node(number, Standing.MEMBER, Optional.of(id(number)), Optional.empty(), LONG));
        return this;
    }

    ClusterView view() {
        return view(1);
    }

    /** As the supervisor beside another member sees it. */
    ClusterView view(int self) {
        return new ClusterView(
                new NodeId("node-" + self),
                new MemberList(new ClusterId(7), new ArrayList<>(members.values()), confirmation),
                quorum,
                evidence,
                new Rendezvous(reach, new ArrayList<>(nodes.values())),
                history,
                alarms);
    }
}
