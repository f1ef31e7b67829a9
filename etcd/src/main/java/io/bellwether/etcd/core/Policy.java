package io.bellwether.etcd.core;

/**
 * What people want of a cluster.
 *
 * @param strategy what may be done to the membership
 * @param size the number of voters wanted, 1 to 9; an even one means the odd one below it
 * @param standby what surplus nodes do
 * @param zones whether voters are spread over zones
 * @param switchedOn paused: nothing about the membership is changed
 * @param timers how long things must last before they count
 */
public record Policy(
        JoinStrategy strategy, int size, Standby standby, Zones zones, SwitchedOn switchedOn, Timers timers) {

    /** More voters make every write slower and survive nothing that seven do not. */
    public static final int SIZE_LIMIT = 9;

    /** What surplus nodes do. */
    public enum Standby {
        /** One of them follows the log as a learner, so that it can step in at once. */
        LEARNER,
        /** They wait with empty disks. */
        IDLE
    }

    /** Whether voters are spread over zones. */
    public enum Zones {
        /** A missing zone comes first. */
        SPREAD,
        /** Zones are ignored. */
        IGNORED
    }

    /** Whether the membership is looked after. */
    public enum SwitchedOn {
        /** Yes. */
        RUNNING,
        /** People work on it. */
        PAUSED
    }

    /** Refuses impossible sizes. */
    public Policy {
        if (size < 1 || size > SIZE_LIMIT) {
            throw new IllegalArgumentException("a cluster has 1 to " + SIZE_LIMIT + " voters, not " + size);
        }
    }

    /** The usual policy for a size. */
    public static Policy of(int size, Timers timers) {
        return new Policy(JoinStrategy.REPLACE, size, Standby.LEARNER, Zones.SPREAD, SwitchedOn.RUNNING, timers);
    }

    /** The number of voters to have. */
    public int target() {
        return Votes.target(size);
    }

    /** With another strategy. */
    public Policy with(JoinStrategy other) {
        return new Policy(other, size, standby, zones, switchedOn, timers);
    }

    /** With another size. */
    public Policy withSize(int other) {
        return new Policy(strategy, other, standby, zones, switchedOn, timers);
    }

    /** With another behaviour of surplus nodes. */
    public Policy with(Standby other) {
        return new Policy(strategy, size, other, zones, switchedOn, timers);
    }

    /** Paused or running. */
    public Policy with(SwitchedOn other) {
        return new Policy(strategy, size, standby, zones, other, timers);
    }
}
