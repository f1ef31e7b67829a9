package io.bellwether.etcd.core;

import io.bellwether.etcd.core.Registration.Standing;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a node without data does where no member answers: rules N4 and N8. */
final class Founding {

    private static final String RESTORE = " (if it is lost for good: bellwether etcd restore)";

    private Founding() {}

    static Plan plan(NodeView view, ProcessState.Stopped stopped, Timers timers) {
        if (view.formedSeen() || view.past() instanceof Past.Belonging || view.past() instanceof Past.Joining) {
            return NodePlanner.wait(
                    Rule.N4, Cause.CLUSTER_EXISTS, "this node has seen the cluster at work; nobody answers" + RESTORE);
        }
        return switch (view.formation()) {
            case Formation.Unknown unknown ->
                NodePlanner.wait(Rule.N4, Cause.DISCOVERY_SILENT, "whether a cluster exists is not known");
            case Formation.Formed formed ->
                NodePlanner.wait(
                        Rule.N4,
                        Cause.CLUSTER_EXISTS,
                        "cluster " + formed.cluster() + " exists; none of it answers" + RESTORE);
            case Formation.Unclaimed unclaimed -> unclaimed(view, unclaimed.size(), timers);
            case Formation.Agreed agreed -> agreed(view, stopped, agreed, timers);
        };
    }

    private static Plan unclaimed(NodeView view, int size, Timers timers) {
        if (view.past() instanceof Past.Founding || anyMayHaveData(view)) {
            return NodePlanner.wait(
                    Rule.N4, Cause.CLUSTER_EXISTS, "discovery knows no cluster, but there may be data of one");
        }
        return propose(view, size, timers);
    }

    /** A node that runs a member, or may have begun to, outweighs a discovery that knows of none. */
    private static boolean anyMayHaveData(NodeView view) {
        return view.rendezvous().registrations().stream()
                .anyMatch(each ->
                        each.standing() != Standing.CANDIDATE || each.lost().isPresent());
    }

    private static Plan propose(NodeView view, int size, Timers timers) {
        int founders = Votes.target(size);
        Set<String> names = new HashSet<>();
        Set<String> urls = new HashSet<>();
        List<Registration> present = view.rendezvous().registrations().stream()
                .filter(each -> each.standing() == Standing.CANDIDATE && each.isFresh(timers.suspect()))
                .sorted(Comparator.comparingLong(Registration::order).thenComparing(Registration::node))
                .filter(each ->
                        names.add(each.name()) && each.peerUrls().stream().allMatch(urls::add))
                .limit(founders)
                .toList();
        if (present.size() < founders) {
            String text = present.size() + " of " + founders + " founders are here";
            return NodePlanner.wait(Rule.N8, Cause.FOUNDERS_MISSING, text);
        }
        Reason reason = new Reason(Rule.N8, Cause.FOUNDERS_PRESENT, "all " + founders + " founders are here");
        return new Plan.ProposeFounders(present, reason);
    }

    private static Plan agreed(NodeView view, ProcessState.Stopped stopped, Formation.Agreed agreed, Timers timers) {
        boolean seated = agreed.seats().stream()
                .anyMatch(seat ->
                        seat.node().equals(view.self()) && seat.incarnation().equals(view.incarnation()));
        boolean complete = agreed.seats().stream().allMatch(seat -> isPresent(view, seat, timers));
        if (agreed.begun().isEmpty() && !complete && !anyMayHaveData(view)) {
            return propose(view, agreed.size(), timers);
        }
        if (!seated) {
            return NodePlanner.wait(Rule.N4, Cause.CLUSTER_EXISTS, "other nodes found the cluster");
        }
        boolean firstTime = view.past() instanceof Past.None && !agreed.begun().contains(view.self());
        if (firstTime || NodePlanner.wroteNothing(stopped)) {
            List<Founder> founders = agreed.seats().stream().map(Seat::member).toList();
            return new Plan.Bootstrap(
                    founders, new Reason(Rule.N8, Cause.FOUNDER, "this node is one of the founders agreed on"));
        }
        return NodePlanner.wait(
                Rule.N4,
                Cause.FOUNDING_INTERRUPTED,
                "this founder had begun, and its data is gone: the other founders have to be enough");
    }

    private static boolean isPresent(NodeView view, Seat seat, Timers timers) {
        return view.rendezvous()
                .of(seat.node())
                .filter(each -> each.incarnation().equals(seat.incarnation()) && each.isFresh(timers.suspect()))
                .isPresent();
    }
}
