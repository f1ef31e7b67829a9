package io.bellwether.etcd.discovery;

import io.bellwether.etcd.core.Formation;
import java.util.List;
import java.util.Optional;

/**
 * What hangs at the meeting point of a cluster's nodes.
 *
 * @param formation how far the cluster has come
 * @param revision of {@code formation}: what a change must be based on
 * @param reports of the nodes; the list is copied
 * @param authority the cluster's, sealed
 */
public record Board(Formation formation, long revision, List<Report> reports, Optional<String> authority) {

    /** Copies the list. */
    public Board {
        reports = List.copyOf(reports);
    }
}
