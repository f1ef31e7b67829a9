package io.bellwether.etcd.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known when a node without a supervisor asks how to start its etcd.
 *
 * @param name of its member
 * @param peerUrls where its member is reached; the list is copied
 * @param hasData whether it has a write-ahead log
 * @param discovery what it says; empty: discovery does not answer
 * @param members the membership, where a quorum stands behind it
 * @param anyAlive whether any member of the cluster was heard of, quorum or not
 * @param gone voters that were silent in every respect for long enough; the set is copied
 * @param size the number of voters that is wanted; empty: what discovery says
 */
public record StartView(
        String name,
        List<String> peerUrls,
        boolean hasData,
        Optional<Registered> discovery,
        Optional<MemberList> members,
        boolean anyAlive,
        Set<MemberId> gone,
        Optional<Integer> size) {

    /**
     * What discovery says.
     *
     * @param size how many found the cluster
     */
    public record Registered(int size, Founding founding) {}

    /** Who founds the cluster, where it has not formed. */
    public enum Founding {
        /** Whoever registers, as stock members do. */
        BY_STOCK_MEMBERS,
        /** Supervised members alone. */
        BY_SUPERVISED_MEMBERS,
        /** Nobody: it has formed. */
        DONE
    }

    /** Copies the collections. */
    public StartView {
        peerUrls = List.copyOf(peerUrls);
        gone = Set.copyOf(gone);
    }

    /** The number of voters wanted, where anybody says so. */
    Optional<Integer> target() {
        return size.or(() -> discovery.map(Registered::size));
    }
}
