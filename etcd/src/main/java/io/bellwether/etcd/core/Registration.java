package io.bellwether.etcd.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a node says about itself to the others, through discovery or through the cluster.
 *
 * @param name the node's name; one node of a cluster has it at a time
 * @param peerUrls where its member listens, or will; the list is copied
 * @param zone what may fail together; empty for none
 * @param priority greater ones become members first and leave last
 * @param standing what it is
 * @param wish what it asks for
 * @param member the member that it runs
 * @param lost the member that it ran until its data was lost: a statement about its own disk, true for ever
 * @param order when it was first registered, relative to others; smaller is earlier
 * @param age time since it was last heard from
 */
public record Registration(
        NodeId node,
        Incarnation incarnation,
        String name,
        List<String> peerUrls,
        String zone,
        int priority,
        Standing standing,
        Wish wish,
        Optional<MemberId> member,
        Optional<MemberId> lost,
        long order,
        Duration age) {

    /** What a node is. */
    public enum Standing {
        /** Ready to become a member, with nothing on its disk. */
        CANDIDATE,
        /** Promised to a founding or joining member: it has, or may have, begun to write its data. */
        STARTING,
        /** Runs a member. */
        MEMBER,
        /** Has data that it does not trust; a person or a replacement must help. */
        QUARANTINED
    }

    /** What a node asks the others for. */
    public enum Wish {
        /** Nothing. */
        NONE,
        /** To restart its member, when that harms nobody. */
        RESTART,
        /** To be replaced, and to leave. */
        LEAVE
    }

    /** Copies the list; refuses a node without an address. */
    public Registration {
        peerUrls = List.copyOf(peerUrls);
        if (peerUrls.isEmpty()) {
            throw new IllegalArgumentException("node " + node + " has no peer URL");
        }
    }

    /** The same, heard at another time. */
    public Registration with(long otherOrder, Duration otherAge) {
        return new Registration(
                node, incarnation, name, peerUrls, zone, priority, standing, wish, member, lost, otherOrder, otherAge);
    }

    /** Whether it was heard from within the time. */
    public boolean isFresh(Duration within) {
        return age.compareTo(within) < 0;
    }
}
