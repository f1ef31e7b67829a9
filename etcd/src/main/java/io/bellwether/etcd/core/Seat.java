package io.bellwether.etcd.core;

/**
 * A place among the founders of a cluster: for one life of one node's disk, and for no other.
 *
 * @param member what the member is called and where it listens
 */
public record Seat(NodeId node, Incarnation incarnation, Founder member) {

    /** The seat of a candidate. */
    public static Seat of(Registration node) {
        return new Seat(
                node.node(),
                node.incarnation(),
                new Founder(node.incarnation().memberName(node.name()), node.peerUrls()));
    }
}
