package io.bellwether.tests.etcd;

import io.bellwether.tests.etcd.Availability.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What happened, and for how long nobody could write.
 *
 * <p>Shape: a fault begins right before it strikes, and ends when the cluster is whole again: every member a voter that
 * reads linearizably, all of them behind one leader. A fault is allowed a gap between two acknowledgements, whoever got
 * them, of three election timeouts where it struck the leader, of one where not. Two shares of the time are told in
 * which writes were acknowledged: outside of faults, and outside of what is allowed, which lies at the beginning of
 * each fault. The latter counts nearly all of the time: while one member is away, the others have to go on.
 */
final class ChaosReport {

    private static final long ELECTION_NANOS =
            Duration.ofMillis(HostedMember.ELECTION_MILLIS).toNanos();

    private final long seed;
    private final List<Struck> struck = new ArrayList<>();

    private record Struck(Fault fault, String victim, boolean leader, long begun, long whole) {

        double bound() {
            return leader ? 3 : 1;
        }

        Window window() {
            return new Window(begun, whole);
        }

        Window allowed() {
            return new Window(begun, begun + (long) (bound() * ELECTION_NANOS));
        }

        @Override
        public String toString() {
            return fault + " of " + victim + (leader ? ", the leader" : "");
        }
    }

    ChaosReport(long seed) {
        this.seed = seed;
    }

    /** A fault that is over: from when to when, in nanoseconds. */
    void add(Fault fault, String victim, boolean leader, long begun, long whole) {
        struck.add(new Struck(fault, victim, leader, begun, whole));
    }

    /** All faults so far, in their order. */
    String struck() {
        return struck.toString();
    }

    /** How many faults there were. */
    int faults() {
        return struck.size();
    }

    /** For how many faults nobody could write for longer than three election timeouts, or one where no leader fell. */
    long overTheBound(List<Ledger.Gap> gaps) {
        return struck.stream()
                .filter(each -> elections(longest(each, gaps)) > each.bound())
                .count();
    }

    /** The table, for people. */
    void print(int acknowledged, List<Ledger.Gap> gaps) {
        StringBuilder text = new StringBuilder();
        text.append("Chaos, seed %d: %d faults, %d acknowledged writes%n".formatted(seed, struck.size(), acknowledged));
        text.append("  fault            of        times  gap p50   gap max   over the bound  whole again max%n"
                .formatted());
        for (Fault fault : Fault.values()) {
            for (boolean leader : new boolean[] {true, false}) {
                line(text, fault, leader, gaps);
            }
        }
        share(text, "outside of faults", outsideFaults(gaps));
        share(text, "outside of what is allowed", outsideAllowed(gaps));
        System.out.print(text);
    }

    private void share(StringBuilder text, String where, Availability availability) {
        text.append("  available %s: %.2f %% of %d s%n"
                .formatted(
                        where,
                        100 * availability.share(),
                        availability.considered().toSeconds()));
        for (Ledger.Gap outage : availability.outages()) {
            String since = struck.stream()
                    .filter(each -> each.begun() < outage.to())
                    .reduce((earlier, later) -> later)
                    .map(each -> ", %d ms after the beginning and %d ms after the end of %s"
                            .formatted(
                                    millis(outage.from() - each.begun()), millis(outage.from() - each.whole()), each))
                    .orElse("");
            text.append("    none for %d ms%s%n".formatted(outage.length().toMillis(), since));
        }
    }

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }

    private void line(StringBuilder text, Fault fault, boolean leader, List<Ledger.Gap> gaps) {
        List<Struck> same = struck.stream()
                .filter(each -> each.fault() == fault && each.leader() == leader)
                .toList();
        if (same.isEmpty()) {
            return;
        }
        List<Double> longest = same.stream()
                .map(each -> elections(longest(each, gaps)))
                .sorted()
                .toList();
        long over = same.stream()
                .filter(each -> elections(longest(each, gaps)) > each.bound())
                .count();
        Duration whole = same.stream()
                .map(each -> Duration.ofNanos(each.whole() - each.begun()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        text.append("  %-16s %-8s %6d  %4.2f ET   %4.2f ET   %14d  %13d ms%n"
                .formatted(
                        fault,
                        leader ? "leader" : "follower",
                        same.size(),
                        longest.get(longest.size() / 2),
                        longest.getLast(),
                        over,
                        whole.toMillis()));
    }

    private static Duration longest(Struck struck, List<Ledger.Gap> gaps) {
        return gaps.stream()
                .filter(gap -> gap.touches(struck.begun(), struck.whole()))
                .map(Ledger.Gap::length)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private static double elections(Duration gap) {
        return gap.toNanos() / (double) ELECTION_NANOS;
    }

    /** The time in which the cluster was whole. */
    Availability outsideFaults(List<Ledger.Gap> gaps) {
        return Availability.outside(struck.stream().map(Struck::window).toList(), gaps);
    }

    /** All of the time but the first three election timeouts of a fault of the leader, or the first of another. */
    Availability outsideAllowed(List<Ledger.Gap> gaps) {
        return Availability.outside(struck.stream().map(Struck::allowed).toList(), gaps);
    }
}
