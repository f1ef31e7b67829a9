package io.bellwether.tests.etcd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What happened, and for how long nobody could write. */
final class ChaosReport {

    /** A pause between two acknowledgements that nobody notices. */
    private static final long HARMLESS_NANOS = Duration.ofMillis(200).toNanos();

    private final long seed;
    private final List<Struck> struck = new ArrayList<>();

    private record Struck(Fault fault, String victim, boolean leader, long begun, long whole) {

        double bound() {
            return leader ? 3 : 1;
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
        return struck.stream()
                .map(each -> each.fault() + " of " + each.victim() + (each.leader() ? ", the leader" : ""))
                .toList()
                .toString();
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
        text.append("  available outside of faults: %.2f %%".formatted(100 * availability(gaps)));
        System.out.println(text);
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
        return gap.toNanos()
                / (double) Duration.ofMillis(HostedMember.ELECTION_MILLIS).toNanos();
    }

    /** Of the time outside of faults, the part in which somebody could write. */
    double availability(List<Ledger.Gap> gaps) {
        long total = 0;
        long down = 0;
        for (Ledger.Gap gap : gaps) {
            if (struck.stream().noneMatch(each -> gap.touches(each.begun(), each.whole()))) {
                long length = gap.length().toNanos();
                total += length;
                down += length > HARMLESS_NANOS ? length : 0;
            }
        }
        return total == 0 ? 1 : 1 - down / (double) total;
    }
}
