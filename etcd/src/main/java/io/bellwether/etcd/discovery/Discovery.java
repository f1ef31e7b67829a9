package io.bellwether.etcd.discovery;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Seat;
import java.util.List;

/**
 * Where the nodes of one cluster meet: they hang up what they say about themselves, and agree, once, on who founds the
 * cluster.
 *
 * <p>Shape: what is agreed on is changed by compare-and-set only, and goes forward only. Each call answers with the
 * whole board.
 *
 * <p>Threads: safe from any thread; each call blocks its caller for a bounded time.
 *
 * <p>Errors: none; see {@link Word}.
 */
public interface Discovery {

    /** Reads the board. */
    Word board();

    /** Tells the others about this node. */
    Word report(Report report);

    /** Seats founders, if what is agreed on is still what was seen. */
    Word propose(List<Seat> seats, long revision);

    /** Says that this founder begins, if what is agreed on is still what was seen, or it has said so before. */
    Word begin(NodeId node, long revision);

    /** Says that the cluster is at work. */
    Word formed(ClusterId cluster);

    /**
     * Hangs up the cluster's authority, if there is none yet.
     *
     * @param sealed so that only who has the join token can open it
     */
    Word keep(String sealed);
}
