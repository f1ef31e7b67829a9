package io.bellwether.etcd.core;

import java.util.List;
import java.util.Optional;

/**
 * What one supervisor knows about its own node in one round of observation.
 *
 * @param self the node
 * @param incarnation the life of its data directory
 * @param name its name, not yet that of a member
 * @param peerUrls where its member listens, or will; the list is copied
 * @param past what it has promised or been
 * @param formedSeen whether it has ever, in any incarnation, seen the cluster at work
 * @param data what lies in its data directory
 * @param process its member's process
 * @param formation how far the cluster has come
 * @param cluster the membership, where any member of this cluster answered
 * @param rendezvous what the nodes say
 */
public record NodeView(
        NodeId self,
        Incarnation incarnation,
        String name,
        List<String> peerUrls,
        Past past,
        boolean formedSeen,
        DataState data,
        ProcessState process,
        Formation formation,
        Optional<MemberList> cluster,
        Rendezvous rendezvous) {

    /** Copies the list. */
    public NodeView {
        peerUrls = List.copyOf(peerUrls);
    }

    /** The membership, where a quorum stands behind it. */
    public Optional<MemberList> confirmed() {
        return cluster.filter(MemberList::isConfirmed);
    }

    /** What this node has told the others. */
    public Optional<Registration> own() {
        return rendezvous.of(self);
    }
}
