package io.bellwether.etcd.member;

import java.util.Locale;
import java.util.Map;

/**
 * A supervisor's last round, for whoever watches it.
 *
 * @param role what the node was in it
 * @param hasQuorum whether a quorum stood behind the member list
 * @param voters in that list; 0 without one
 * @param learners in that list; 0 without one
 * @param said the last decision, with its rule and reason
 * @param rounds since the start
 * @param starts of etcd, since the start
 * @param plans how often was decided what since the start, by kind; the map is copied
 */
public record MemberView(
        Role role,
        boolean hasQuorum,
        int voters,
        int learners,
        String said,
        long rounds,
        long starts,
        Map<String, Long> plans) {

    /** Before the first round. */
    static final MemberView NONE = new MemberView(Role.WAITING, false, 0, 0, "", 0, 0, Map.of());

    /** What a node is. */
    public enum Role {
        /** No member yet, or not any more. */
        WAITING,
        /** A learner: follows the log, and steps in when a voter dies. */
        STANDBY,
        /** A voter. */
        VOTER;

        /** In lower case. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the map. */
    public MemberView {
        plans = Map.copyOf(plans);
    }

    /** Whether the node is where it is wanted: a voter with a quorum, or a standby. */
    public boolean isReady() {
        return switch (role) {
            case WAITING -> false;
            case STANDBY -> true;
            case VOTER -> hasQuorum;
        };
    }

    /** In words. */
    public String readiness() {
        return role == Role.VOTER && !hasQuorum ? "no quorum" : role.text();
    }
}
