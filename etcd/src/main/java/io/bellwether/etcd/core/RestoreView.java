package io.bellwether.etcd.core;

import java.util.List;
import java.util.Optional;

/**
 * What is known before a lost quorum is given up and its data restored.
 *
 * @param formation how far the cluster has come, as discovery has it
 * @param remembered the cluster to which the node here belonged
 * @param others what the other nodes say, and how long ago; the list is copied
 * @param running what answers where members were; the list is copied
 */
public record RestoreView(
        Formation formation, Optional<ClusterId> remembered, List<Registration> others, List<Running> running) {

    /** Copies the lists. */
    public RestoreView {
        others = List.copyOf(others);
        running = List.copyOf(running);
    }

    /**
     * A member that answers.
     *
     * @param url where
     * @param decides whether a quorum stands behind it
     */
    public record Running(String url, Decides decides) {}

    /** Whether a quorum stands behind a member. */
    public enum Decides {
        /** It does. */
        YES,
        /** None was found. */
        NO
    }

    /** The cluster that is given up; empty: there was none. */
    public Optional<ClusterId> lost() {
        return formation instanceof Formation.Formed(int size, ClusterId cluster) ? Optional.of(cluster) : remembered;
    }
}
