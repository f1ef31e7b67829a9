package io.bellwether.etcd.core;

import java.util.Arrays;

/**
 * The true state of a handful of machines and of the cluster on them, one bit field for each machine.
 *
 * <p>A machine has at most one entry in the member list: etcd refuses a second one with the same address, and so do we.
 */
final class Fate {

    /** Machine is on, and so is its supervisor. */
    static final int ON = 1;

    /** Its etcd runs. */
    static final int RUNNING = 2;

    /** It reaches the others and discovery. */
    static final int CONNECTED = 4;

    /** Its member has been silent for longer than anything has to last. */
    static final int PROVEN = 8;

    /** It has a write-ahead log. */
    static final int DATA = 16;

    /** It has declared its listed member lost. */
    static final int DECLARED = 32;

    /** Its log has every acknowledged write. */
    static final int FRESH = 64;

    private static final int PAST_SHIFT = 7;
    static final int PAST_NONE = 0;
    static final int PAST_JOINING = 1;
    static final int PAST_BELONGING = 2;

    private static final int ENTRY_SHIFT = 9;
    static final int NO_ENTRY = 0;
    static final int UNSTARTED_LEARNER = 1;
    static final int LEARNER = 2;
    static final int VOTER = 3;

    /** Bits of one machine. */
    static final int WIDTH = 11;

    final int[] machines;
    final int faults;

    Fate(int[] machines, int faults) {
        this.machines = machines;
        this.faults = faults;
    }

    /** A cluster at work, and machines that wait. */
    static Fate healthy(int voters, int standbys) {
        int[] machines = new int[voters + standbys];
        Arrays.fill(machines, 0, voters, ON | RUNNING | CONNECTED | DATA | FRESH | past(PAST_BELONGING) | entry(VOTER));
        Arrays.fill(machines, voters, voters + standbys, ON | CONNECTED);
        return new Fate(machines, 0);
    }

    static int past(int past) {
        return past << PAST_SHIFT;
    }

    static int entry(int entry) {
        return entry << ENTRY_SHIFT;
    }

    int size() {
        return machines.length;
    }

    boolean is(int machine, int bits) {
        return (machines[machine] & bits) == bits;
    }

    int pastOf(int machine) {
        return machines[machine] >> PAST_SHIFT & 3;
    }

    int entryOf(int machine) {
        return machines[machine] >> ENTRY_SHIFT & 3;
    }

    boolean isVoter(int machine) {
        return entryOf(machine) == VOTER;
    }

    /** Counts for the quorum right now. */
    boolean isAlive(int machine) {
        return isVoter(machine) && is(machine, RUNNING | CONNECTED);
    }

    int voters() {
        int voters = 0;
        for (int machine = 0; machine < size(); machine++) {
            voters += isVoter(machine) ? 1 : 0;
        }
        return voters;
    }

    int alive() {
        int alive = 0;
        for (int machine = 0; machine < size(); machine++) {
            alive += isAlive(machine) ? 1 : 0;
        }
        return alive;
    }

    boolean hasQuorum() {
        return alive() * 2 > voters();
    }

    /** Voters whose logs miss acknowledged writes: a majority of them could elect a leader that lost these. */
    int staleVoters() {
        int stale = 0;
        for (int machine = 0; machine < size(); machine++) {
            stale += isVoter(machine) && is(machine, DATA) && !is(machine, FRESH) ? 1 : 0;
        }
        return stale;
    }

    Fate with(int machine, int set, int clear) {
        int[] changed = machines.clone();
        changed[machine] = normal((changed[machine] & ~clear) | set);
        return new Fate(changed, faults);
    }

    Fate withPast(int machine, int past) {
        return with(machine, past(past), past(3));
    }

    Fate withEntry(int machine, int entry) {
        return with(machine, entry(entry), entry(3));
    }

    Fate afterFault(int limit) {
        return limit == MembershipModel.UNLIMITED ? this : new Fate(machines, faults + 1);
    }

    /** What follows from the rest is not kept twice. */
    private static int normal(int bits) {
        int result = bits;
        if ((result & ON) == 0 || (result & DATA) == 0) {
            result &= ~RUNNING;
        }
        if ((result & DATA) == 0) {
            result &= ~FRESH;
        }
        boolean listed = (result >> ENTRY_SHIFT & 3) != NO_ENTRY;
        if (!listed) {
            result &= ~(PROVEN | DECLARED);
        }
        if ((result & (RUNNING | CONNECTED)) == (RUNNING | CONNECTED)) {
            result &= ~PROVEN;
        }
        return result;
    }

    /** Machines in another order are the same state. */
    long key() {
        int[] sorted = machines.clone();
        Arrays.sort(sorted);
        long key = faults;
        for (int machine : sorted) {
            key = key << WIDTH | machine;
        }
        return key;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("faults " + faults);
        for (int machine = 0; machine < size(); machine++) {
            text.append("\n  machine ").append(machine).append(':');
            text.append(is(machine, ON) ? " on" : " off").append(is(machine, RUNNING) ? " running" : "");
            text.append(is(machine, CONNECTED) ? "" : " cut-off").append(is(machine, PROVEN) ? " long-silent" : "");
            text.append(is(machine, DATA) ? " data" : " empty").append(is(machine, FRESH) ? " fresh" : "");
            text.append(is(machine, DECLARED) ? " declared-lost" : "");
            text.append(new String[] {"", " joining", " belonging"}[pastOf(machine)]);
            text.append(new String[] {"", " unstarted-learner", " learner", " VOTER"}[entryOf(machine)]);
        }
        return text.toString();
    }
}
