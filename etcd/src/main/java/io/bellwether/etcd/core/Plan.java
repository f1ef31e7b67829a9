package io.bellwether.etcd.core;

import java.util.List;

/** The one next step, with its reason. */
public sealed interface Plan {

    /** Why. */
    Reason reason();

    /** Nothing now: look again soon. */
    record Wait(Reason reason) implements Plan {}

    /** Nothing until a person has changed something. */
    record Refuse(Reason reason) implements Plan {}

    /** A step that the guards must agree to. */
    sealed interface Guarded extends Plan {}

    /** A step that changes who is a member of a running cluster. */
    sealed interface MembershipChange extends Guarded {}

    /** Agree, by compare-and-set in discovery, on who founds the cluster. */
    record ProposeFounders(List<Registration> founders, Reason reason) implements Guarded {

        /** Copies the list. */
        public ProposeFounders {
            founders = List.copyOf(founders);
        }
    }

    /** Start the member as a founder of a new cluster. */
    record Bootstrap(List<Founder> founders, Reason reason) implements Guarded {

        /** Copies the list. */
        public Bootstrap {
            founders = List.copyOf(founders);
        }
    }

    /** Make known, once and for ever, that the cluster has formed. */
    record LatchFormed(ClusterId cluster, Reason reason) implements Plan {}

    /** Start the member with the data that is there, so that it fails rather than begin anew when there is none. */
    record Resume(Reason reason) implements Plan {}

    /** Start the member with an empty disk in the place that the cluster holds for it. */
    record StartMember(MemberId member, List<Founder> members, Reason reason) implements Guarded {

        /** Copies the list. */
        public StartMember {
            members = List.copyOf(members);
        }
    }

    /** End the member's process. */
    record StopMember(Reason reason) implements Plan {}

    /** Make known that the data of a member is gone, so that the cluster replaces it. */
    record DeclareLost(MemberId member, Reason reason) implements Plan {}

    /** Rename the data directory, never delete it, and begin a new incarnation. */
    record MoveDataAside(Reason reason) implements Guarded {}

    /** Add a learner in the place of a node. */
    record AddLearner(NodeId node, List<String> peerUrls, Reason reason) implements MembershipChange {

        /** Copies the list. */
        public AddLearner {
            peerUrls = List.copyOf(peerUrls);
        }
    }

    /** Let a learner count. */
    record PromoteLearner(MemberId member, Reason reason) implements MembershipChange {}

    /** Remove a member. */
    record RemoveMember(MemberId member, Reason reason) implements MembershipChange {}

    /** Tell the members that one of them has a new address. */
    record UpdateMember(MemberId member, List<String> peerUrls, Reason reason) implements MembershipChange {

        /** Copies the list. */
        public UpdateMember {
            peerUrls = List.copyOf(peerUrls);
        }
    }

    /** Move leadership. */
    record MoveLeader(MemberId to, Reason reason) implements Plan {}

    /** Save a snapshot of what the member here has. */
    record SaveSnapshot(Reason reason) implements Plan {}

    /** Let a member restart that asks for it. */
    record GrantRestart(MemberId member, Reason reason) implements Plan {}
}
