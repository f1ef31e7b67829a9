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
 * whole board. Another cluster takes the place of the one that has formed only by {@link #restored}.
 *
 * <p>Threads: safe from any thread; each call blocks its caller for a bounded time.
 *
 * <p>Errors: none; see {@link Word}.
 */
public interface Discovery {

    /** From when on the age of a report counts. */
    enum Ages {
        /** From when it was made, or from when the place last began to listen. */
        SINCE_REPORTED,
        /** From when this reader first saw it: who has just begun to look knows of none how old it is. */
        SINCE_FIRST_SEEN
    }

    /** How old reports are; known for certain once the place has been asked something. */
    Ages ages();

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
     * Says that a person has given a cluster up and restored its data as another one.
     *
     * @param lost the cluster that is given up, if it is still the one that has formed
     */
    Word restored(ClusterId lost, ClusterId cluster);

    /**
     * Hangs up the cluster's authority, if there is none yet.
     *
     * @param sealed so that only who has the join token can open it
     */
    Word keep(String sealed);
}
