package io.bellwether.etcd.gateway;

import java.util.Locale;

/**
 * Why a server said no.
 *
 * <p>The one place that reads etcd's texts: its codes alone tell too little (code 9 covers four answers), and the texts
 * have not changed from 3.4 to 3.7.
 */
public enum Refusal {
    /** Not all voters have been connected for long enough. */
    UNHEALTHY_CLUSTER,
    /** There is a learner already. */
    TOO_MANY_LEARNERS,
    /** No such member; for an addition: the same address was removed within this second. */
    MEMBER_NOT_FOUND,
    /** A member has this address. */
    ADDRESS_TAKEN,
    /** A member has this identity: the same address was added within this second. */
    IDENTITY_TAKEN,
    /** Too few voters have ever started. */
    NOT_ENOUGH_STARTED,
    /** The learner has not caught up. */
    LEARNER_BEHIND,
    /** The member counts already. */
    NOT_A_LEARNER,
    /** A learner does not answer this. */
    LEARNER_CANNOT,
    /** The member is not the leader. */
    NOT_LEADER,
    /** There is no leader, or it changed meanwhile. */
    NO_LEADER,
    /** The database has reached its quota. */
    NO_SPACE,
    /** Something else. */
    OTHER;

    private static final int UNIMPLEMENTED_HTTP = 404;

    /** Reads an error answer. */
    static Refusal of(int status, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (status == UNIMPLEMENTED_HTTP && !lower.contains("etcdserver")) {
            return OTHER;
        }
        for (Mark mark : MARKS) {
            if (lower.contains(mark.text())) {
                return mark.refusal();
            }
        }
        return OTHER;
    }

    private record Mark(String text, Refusal refusal) {}

    private static final java.util.List<Mark> MARKS = java.util.List.of(
            new Mark("unhealthy cluster", UNHEALTHY_CLUSTER),
            new Mark("too many learner", TOO_MANY_LEARNERS),
            new Mark("member not found", MEMBER_NOT_FOUND),
            new Mark("peer urls already exists", ADDRESS_TAKEN),
            new Mark("member id already exist", IDENTITY_TAKEN),
            new Mark("not enough started members", NOT_ENOUGH_STARTED),
            new Mark("in sync with leader", LEARNER_BEHIND),
            new Mark("can only promote a learner", NOT_A_LEARNER),
            new Mark("rpc not supported for learner", LEARNER_CANNOT),
            new Mark("not leader", NOT_LEADER),
            new Mark("no leader", NO_LEADER),
            new Mark("leader changed", NO_LEADER),
            new Mark("database space exceeded", NO_SPACE));

    /** Whether the outcome of a change is not known although the server answered. */
    static boolean isUnknown(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains("timed out") || lower.contains("deadline exceeded") || lower.contains("leader changed");
    }
}
