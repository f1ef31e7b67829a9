package io.bellwether.etcd.core;

import java.time.Duration;
import java.util.Optional;

/**
 * What is known about one member, each fact with the time for which it has held without interruption.
 *
 * @param link whether the member beside us, which leads where it counts, has a connection to this one
 * @param linkFor how long it has been so
 * @param probe what the member's peer port answers to us
 * @param probeFor how long it has answered so
 * @param progress what the member says about its log; empty when it did not answer in this round
 * @param integrity whether its data is what the others have
 */
public record Evidence(
        Link link, Duration linkFor, Probe probe, Duration probeFor, Optional<Progress> progress, Integrity integrity) {

    /** Nothing is known, for no time. */
    public static final Evidence NONE = new Evidence(
            Link.UNKNOWN, Duration.ZERO, Probe.UNKNOWN, Duration.ZERO, Optional.empty(), Integrity.UNKNOWN);

    /** A connection from the member beside us. */
    public enum Link {
        /** There is one; to itself it counts as connected. */
        ACTIVE,
        /** There is none. */
        INACTIVE,
        /** It was not asked, or did not say. */
        UNKNOWN
    }

    /** An attempt to reach a peer port. */
    public enum Probe {
        /** It answered. */
        ANSWERS,
        /** Nobody listens there. */
        REFUSED,
        /** No answer in time. */
        SILENT,
        /** Not tried. */
        UNKNOWN
    }

    /** Whether data is what the others have. */
    public enum Integrity {
        /** As far as was compared. */
        AGREES,
        /** At one revision, at least two others agree with each other and differ from it. */
        DIFFERS,
        /** Not compared. */
        UNKNOWN
    }

    /**
     * How far a member is.
     *
     * @param lag entries of the log that the leader has applied and it has not; 0 or more
     * @param caughtUpFor how long the lag has been small
     * @param stalledFor how long it has been behind without advancing; zero while it advances or is not behind
     */
    public record Progress(long lag, Duration caughtUpFor, Duration stalledFor) {}
}
