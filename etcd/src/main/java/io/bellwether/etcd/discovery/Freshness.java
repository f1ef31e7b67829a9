package io.bellwether.etcd.discovery;

import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Registration;
import io.bellwether.etcd.core.Registration.Standing;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How old reports are that are written where nobody notes when: it counts from when they were seen to change, and no
 * clock of another machine is asked. A candidate whose report has not changed yet before these eyes may be long gone,
 * and is left out.
 *
 * <p>Threads: one at a time.
 */
public final class Freshness {

    private final Map<NodeId, Seen> seen = new HashMap<>();

    /** A report as it was first seen; {@code changed} says whether an earlier one was. */
    private record Seen(long version, long at, boolean changed) {}

    /**
     * Looks at a report.
     *
     * @param version of what it was read from
     * @param order of the registration
     * @param now on the caller's clock
     * @return the report with its age, if it is to be believed
     */
    public Optional<Report> see(Report report, long version, long order, long now) {
        Registration node = report.registration();
        Seen known = note(node.node(), version, now);
        return known.changed() || !isCandidate(node)
                ? Optional.of(new Report(
                        node.with(order, Duration.ofNanos(now - known.at())), report.clientUrls(), report.said()))
                : Optional.empty();
    }

    private Seen note(NodeId node, long version, long now) {
        Seen known = seen.get(node);
        if (known != null && known.version() == version) {
            return known;
        }
        Seen next = new Seen(version, now, known != null);
        seen.put(node, next);
        return next;
    }

    /** A statement about a lost disk is true for ever; a candidacy only while somebody stands behind it. */
    private static boolean isCandidate(Registration node) {
        return node.standing() == Standing.CANDIDATE && node.lost().isEmpty();
    }
}
