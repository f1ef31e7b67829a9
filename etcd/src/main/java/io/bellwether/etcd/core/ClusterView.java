package io.bellwether.etcd.core;

import java.util.Map;
import java.util.Set;

/**
 * What one supervisor knows about the whole cluster in one round of observation.
 *
 * @param self the node that looks
 * @param members the membership
 * @param quorum whether the cluster decides
 * @param evidence what is known about each member; the map is copied
 * @param rendezvous what the nodes say
 * @param history what this supervisor did before
 * @param alarms what etcd complains about; the set is copied
 */
public record ClusterView(
        NodeId self,
        MemberList members,
        Quorum quorum,
        Map<MemberId, Evidence> evidence,
        Rendezvous rendezvous,
        History history,
        Set<Alarm> alarms) {

    /** Copies the collections. */
    public ClusterView {
        evidence = Map.copyOf(evidence);
        alarms = Set.copyOf(alarms);
    }

    /** What is known about a member. */
    public Evidence evidence(MemberId id) {
        return evidence.getOrDefault(id, Evidence.NONE);
    }
}
