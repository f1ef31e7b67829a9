package io.bellwether.etcd.member;

import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.Stored;
import java.net.URI;
import java.util.Optional;

/**
 * What people ask of one node: that its member leaves as soon as another one has taken its place, and that the node
 * does not come back.
 *
 * <p>Shape: a key of the cluster for each node that was ever asked, so that it holds whoever leads, and when the node
 * restarts.
 *
 * <p>Threads: owned by the supervisor's thread, but for what people call.
 */
public final class Departure {

    private static final String PREFIX = "/bellwether/cluster/departures/";

    private final EtcdClient client;
    private final NodeId node;
    private Asked asked = Asked.STAY;

    Departure(EtcdClient client, NodeId node) {
        this.client = client;
        this.node = node;
    }

    /** What a node is asked to do. */
    public enum Asked {
        /** To be a member where it can. */
        STAY,
        /** To leave. */
        LEAVE
    }

    /**
     * Asks a node.
     *
     * @return whether the cluster has taken it
     */
    public static Answer<Boolean> ask(EtcdClient client, URI server, NodeId node, Asked what) {
        return client.put(server, PREFIX + node, what.name());
    }

    /** What was asked last, as far as is known. */
    boolean isAsked() {
        return asked == Asked.LEAVE;
    }

    /** Reads what is asked of the node here; without an answer the last one holds. */
    void look(URI through) {
        Optional<Optional<Stored>> read = client.get(through, PREFIX + node).given();
        if (read.isPresent()) {
            asked = read.get()
                            .filter(stored -> stored.value().equals(Asked.LEAVE.name()))
                            .isPresent()
                    ? Asked.LEAVE
                    : Asked.STAY;
        }
    }
}
