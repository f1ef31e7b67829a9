package io.bellwether.etcd.core;

import io.bellwether.etcd.core.Policy.Zones;
import io.bellwether.etcd.core.Registration.Standing;
import io.bellwether.etcd.core.Registration.Wish;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A view read once: who is a voter, who is well, who could join. All orders are total, so that two supervisors that see
 * the same choose the same.
 */
final class Situation {

    final ClusterView view;
    final Policy policy;
    final List<Member> voters;
    final List<Member> learners;
    private final Map<MemberId, Health> health = new HashMap<>();

    Situation(ClusterView view, Policy policy) {
        this.view = view;
        this.policy = policy;
        this.voters = sorted(view.members().voters());
        this.learners = sorted(view.members().learners());
        view.members().members().forEach(member -> health.put(member.id(), diagnose(member)));
    }

    /** The leader is connected to itself, whatever its metrics say. */
    private Health diagnose(Member member) {
        Health found = Diagnosis.of(member, view, policy.timers());
        return isLeader(member) && !found.isAlive() ? Health.ACTIVE : found;
    }

    private static List<Member> sorted(List<Member> members) {
        return members.stream().sorted(Comparator.comparing(Member::id)).toList();
    }

    Health health(Member member) {
        Health found = health.get(member.id());
        return found == null ? Health.SUSPECT : found;
    }

    boolean isLeader(Member member) {
        return view.quorum() instanceof Quorum.Confirmed confirmed
                && confirmed.leader().equals(member.id());
    }

    /** Whether the leader has been connected to it for long enough that etcd accepts changes. */
    boolean isSettled(Member voter) {
        Evidence evidence = view.evidence(voter.id());
        return isLeader(voter)
                || (health(voter).isAlive()
                        && evidence.linkFor().compareTo(policy.timers().settled()) >= 0);
    }

    Optional<Registration> node(Member member) {
        return view.rendezvous().of(member);
    }

    List<Member> votersWho(Predicate<Health> is) {
        return voters.stream().filter(voter -> is.test(health(voter))).toList();
    }

    int alive() {
        return votersWho(Health::isAlive).size();
    }

    /**
     * Voters that need not be replaced: those that are not proven gone, do not wish to leave and have the right data.
     */
    int lasting() {
        return votersWho(health -> !health.isGone() && health != Health.DRAINING && health != Health.CORRUPT)
                .size();
    }

    /** Who is ready to become a member, the best first. */
    List<Registration> candidates() {
        Set<String> zones = new HashSet<>();
        voters.forEach(voter -> node(voter).ifPresent(node -> zones.add(node.zone())));
        return view.rendezvous().registrations().stream()
                .filter(this::isCandidate)
                .sorted(Comparator.comparing((Registration each) -> isZoneTaken(each, zones))
                        .thenComparing(
                                Comparator.comparingInt(Registration::priority).reversed())
                        .thenComparingLong(Registration::order)
                        .thenComparing(Registration::node))
                .toList();
    }

    private boolean isZoneTaken(Registration node, Set<String> zones) {
        return policy.zones() == Zones.SPREAD && zones.contains(node.zone());
    }

    /** Whether it waits for a place, and is not asked to leave. */
    private static boolean isWilling(Registration node) {
        return node.standing() == Standing.CANDIDATE && node.wish() != Wish.LEAVE;
    }

    /** A node whose address is still listed is none: its old entry has to go first. */
    private boolean isCandidate(Registration node) {
        return isWilling(node)
                && node.member().isEmpty()
                && node.isFresh(policy.timers().suspect())
                && view.members().findByPeerUrl(node.peerUrls()).isEmpty();
    }

    /** Who could take the place of a voter: candidates, nodes that become ones with the removal, learners that live. */
    boolean hasReplacementFor(Member voter) {
        boolean itself = view.rendezvous().registrations().stream()
                .anyMatch(node -> isWilling(node)
                        && node.isFresh(policy.timers().suspect())
                        && node.peerUrls().stream().anyMatch(voter.peerUrls()::contains));
        return itself
                || !candidates().isEmpty()
                || learners.stream().anyMatch(learner -> health(learner).isAlive());
    }

    /** Who leaves first when there are too many: the last in the order is the most wanted. */
    Comparator<Member> leavingFirst() {
        Map<String, Integer> inZone = new HashMap<>();
        voters.forEach(voter -> inZone.merge(zone(voter), 1, Integer::sum));
        return Comparator.comparing((Member voter) -> health(voter) != Health.DRAINING)
                .thenComparing(voter -> health(voter) != Health.CORRUPT)
                .thenComparingInt(voter -> -surplusOf(inZone, voter))
                .thenComparingInt(
                        voter -> node(voter).map(Registration::priority).orElse(0))
                .thenComparing(this::isLeader)
                .thenComparing(voter -> node(voter).map(Registration::order).orElse(0L), Comparator.reverseOrder())
                .thenComparing(Member::id, Comparator.reverseOrder());
    }

    private int surplusOf(Map<String, Integer> inZone, Member voter) {
        return policy.zones() == Zones.SPREAD ? inZone.getOrDefault(zone(voter), 0) : 0;
    }

    private String zone(Member voter) {
        return node(voter).map(Registration::zone).orElse("");
    }

    /** To whom leadership may go: a connected voter that is well, the furthest first. */
    Optional<Member> heir(Member leaving) {
        return votersWho(health -> health == Health.ACTIVE).stream()
                .filter(voter -> !voter.id().equals(leaving.id()) && !isLeader(voter))
                .min(Comparator.comparingLong(this::lag).thenComparing(Member::id));
    }

    private long lag(Member voter) {
        return view.evidence(voter.id()).progress().map(Evidence.Progress::lag).orElse(Long.MAX_VALUE);
    }
}
