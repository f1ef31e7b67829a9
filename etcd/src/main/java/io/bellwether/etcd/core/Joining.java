package io.bellwether.etcd.core;

import io.bellwether.etcd.core.Registration.Wish;
import java.util.List;
import java.util.Optional;

/** What a node without data does where a cluster is at work: rules N2, N4 and N5. */
final class Joining {

    private Joining() {}

    static Plan plan(NodeView view, ProcessState.Stopped stopped, MemberList list, Timers timers) {
        Optional<Member> place = view.past().id().flatMap(list::find).or(() -> list.findByPeerUrl(view.peerUrls()));
        if (place.isPresent()) {
            return inPlace(view, stopped, list, place.get(), timers);
        }
        if (!(view.past() instanceof Past.None) || view.data() instanceof DataState.Leftovers) {
            return new Plan.MoveDataAside(
                    new Reason(Rule.N2, Cause.LEFTOVERS, "what an earlier life of this node left behind moves aside"));
        }
        boolean leaves = view.own().filter(node -> node.wish() == Wish.LEAVE).isPresent();
        return leaves
                ? NodePlanner.wait(
                        Rule.N4, Cause.DRAINING, "this node has left, as it was asked to, and may be stopped")
                : NodePlanner.wait(
                        Rule.N4, Cause.WAITING_FOR_PLACE, "the cluster is at work, and may take this node in");
    }

    /** The list names this node: either its place is held, or its data is gone. */
    private static Plan inPlace(
            NodeView view, ProcessState.Stopped stopped, MemberList list, Member place, Timers timers) {
        Optional<Registration> other = view.rendezvous().registrations().stream()
                .filter(each -> !each.node().equals(view.self()))
                .filter(each -> each.member().filter(place.id()::equals).isPresent())
                .filter(each -> each.isFresh(timers.suspect()))
                .findFirst();
        if (other.isPresent()) {
            return NodePlanner.refuse(
                    Cause.NAME_TAKEN,
                    "member " + place.id() + " at " + place.peerUrls() + " is run by node "
                            + other.get().name());
        }
        boolean untouched = view.past() instanceof Past.None
                || (view.past() instanceof Past.Joining && NodePlanner.wroteNothing(stopped));
        if (place.isStarted() || !untouched) {
            return NodePlanner.declare(
                    view,
                    place.id(),
                    Rule.N5,
                    Cause.DATA_LOST,
                    "member " + place.id() + " is listed, its data is gone");
        }
        if (view.data() instanceof DataState.Leftovers) {
            return new Plan.MoveDataAside(
                    new Reason(Rule.N2, Cause.LEFTOVERS, "a member starts in an empty directory only"));
        }
        return start(view, list, place);
    }

    private static Plan start(NodeView view, MemberList list, Member place) {
        String ownName = view.incarnation().memberName(view.name());
        List<Founder> members = list.members().stream()
                .map(member -> new Founder(nameOf(member, place, ownName), member.peerUrls()))
                .toList();
        Reason reason =
                new Reason(Rule.N4, Cause.PLACE_HELD, "the cluster holds place " + place.id() + " for this node");
        return new Plan.StartMember(place.id(), members, reason);
    }

    /** The name of another member that has not started is free: only addresses and their number have to agree. */
    private static String nameOf(Member member, Member place, String ownName) {
        if (member.id().equals(place.id())) {
            return ownName;
        }
        return member.isStarted() ? member.name() : "unstarted-" + member.id();
    }
}
