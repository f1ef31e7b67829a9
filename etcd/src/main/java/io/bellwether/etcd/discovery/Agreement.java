package io.bellwether.etcd.discovery;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.Formation;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Seat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How what the founders agree on may go on, wherever it is kept: seats may be changed until the first of those seated
 * begins, and a cluster that has formed stays so.
 */
sealed interface Agreement {

    /** This is to be written, if what was read is still there. */
    record Write(Formation next) implements Agreement {}

    /** It is so already. */
    record Done() implements Agreement {}

    /** Something else was agreed on. */
    record Conflict() implements Agreement {}

    /** Seats founders, while none of those seated before has begun. */
    static Agreement propose(Optional<Formation> current, int size, List<Seat> seats) {
        boolean open = current.map(formation -> formation instanceof Formation.Agreed agreed
                        && agreed.begun().isEmpty())
                .orElse(true);
        return open ? new Write(new Formation.Agreed(size, seats, Set.of())) : new Conflict();
    }

    /** A founder begins: from then on the seats are fixed. */
    static Agreement begin(Optional<Formation> current, NodeId node) {
        if (current.isEmpty() || !(current.get() instanceof Formation.Agreed agreed)) {
            return new Conflict();
        }
        Set<NodeId> started = new LinkedHashSet<>(agreed.begun());
        return started.add(node) ? new Write(new Formation.Agreed(agreed.size(), agreed.seats(), started)) : new Done();
    }

    /** The cluster is at work: for ever. */
    static Agreement formed(Optional<Formation> current, int size, ClusterId cluster) {
        if (current.isPresent() && current.get() instanceof Formation.Formed formed) {
            return formed.cluster().equals(cluster) ? new Done() : new Conflict();
        }
        return new Write(new Formation.Formed(size, cluster));
    }

    /** A person gave the cluster up and restored its data as another one; from then on that one exists. */
    static Agreement restored(Optional<Formation> current, int size, ClusterId lost, ClusterId cluster) {
        if (current.isPresent()
                && current.get() instanceof Formation.Formed formed
                && formed.cluster().equals(lost)) {
            return new Write(new Formation.Formed(formed.size(), cluster));
        }
        // Founders that have been seated may be about to begin.
        return current.isPresent() && current.get() instanceof Formation.Agreed
                ? new Conflict()
                : formed(current, size, cluster);
    }
}
