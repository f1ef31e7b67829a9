package io.bellwether.etcd.core;

import java.util.List;
import java.util.Set;

/** How far a cluster has come into being, as discovery has it. It only goes forward. */
public sealed interface Formation {

    /** Discovery does not answer. */
    record Unknown() implements Formation {}

    /** Nobody has agreed on founders yet. */
    record Unclaimed(int size) implements Formation {}

    /**
     * The founders are agreed on.
     *
     * @param seats in the order in which they registered; the list is copied
     * @param begun the founders that may have begun to write data; the set is copied
     */
    record Agreed(int size, List<Seat> seats, Set<NodeId> begun) implements Formation {

        /** Copies the collections. */
        public Agreed {
            seats = List.copyOf(seats);
            begun = Set.copyOf(begun);
        }
    }

    /** A quorum of the founders has been seen at work: no other cluster ever forms here. */
    record Formed(int size, ClusterId cluster) implements Formation {}
}
