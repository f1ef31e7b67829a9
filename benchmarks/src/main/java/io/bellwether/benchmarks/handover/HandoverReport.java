package io.bellwether.benchmarks.handover;

import io.bellwether.benchmarks.handover.HandoverFindings.Distribution;
import io.bellwether.benchmarks.system.BarChart;
import io.bellwether.benchmarks.system.Machine;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The page about handovers, and its picture. */
final class HandoverReport {

    /** client-go's leader election, three candidates, default settings, on a machine like this one. */
    private static final double CLIENT_GO_MEAN_MILLIS = 1_250;

    private static final double CLIENT_GO_MAX_MILLIS = 3_500;
    private static final double CLIENT_GO_KILL_MILLIS = 16_300;
    private static final double CLIENT_GO_LEASE_MILLIS = 15_000;

    private final HandoverFindings findings;

    HandoverReport(HandoverFindings findings) {
        this.findings = findings;
    }

    Map<String, String> files() {
        return Map.of("handover.md", page(), "handover.svg", chart().svg());
    }

    String table() {
        return """
                | Handover | times | p50 | p90 | p99 | max | target (p50) | met |
                |---|---:|---:|---:|---:|---:|---|---|
                """
                + line("SIGTERM to the leader → the successor's command runs", findings.termToCommand(), 50)
                + line("there: release committed → acquisition committed", findings.releaseToAcquisition(), 10)
                + line("resign() in a warm JVM → the successor's listener is told", findings.resignToStarted(), 50)
                + line("there: release committed → acquisition committed", findings.resignToAcquisition(), 10)
                + killLine();
    }

    private static String line(String what, Distribution found, double targetMillis) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.1f ms | %.1f ms | %.1f ms | %.1f ms | ≤ %.0f ms | %s |%n",
                what,
                found.count(),
                found.p50Millis(),
                found.p90Millis(),
                found.p99Millis(),
                found.maxMillis(),
                targetMillis,
                found.p50Millis() <= targetMillis ? "yes" : "no");
    }

    private String killLine() {
        Distribution found = findings.killToCommand();
        double lease = findings.leaseMillis();
        return String.format(
                Locale.ROOT,
                "| kill -9 of the leader → the successor's command runs, in lease durations (%.0f s) | %d | %.2f | %.2f"
                        + " | %.2f | %.2f | | |%n",
                lease / 1000,
                found.count(),
                found.p50Millis() / lease,
                found.p90Millis() / lease,
                found.p99Millis() / lease,
                found.maxMillis() / lease);
    }

    private String page() {
        Machine machine = findings.machine();
        return """
                # Handover: how long nobody leads

                Three `bellwether elect` processes campaign for one Lease on one server. The leader is ended; its place is taken by a new candidate, and the
                next handover begins when that one stands by: the successor runs most of its code for the first time. Then three candidates in one JVM, each
                with a connection of its own: the leader resigns, 600 times unmeasured and then measured, so that on both sides code runs that has run before.
                Times are taken by one monotonic clock: a command runs when its first word has been read; a commit has happened when a watch shows it. After
                `kill -9` of `elect` its guardian gives the Lease back; where the guardian dies too, with its machine, the lease duration is the floor, whatever
                the implementation.

                Made by `benchmarks/run handover`; the figures are in [data/handover.json](data/handover.json).

                %s, %d cores, %,d MB; %s; %s; %s.

                %s
                ![Handover](handover.svg)
                """.formatted(
                        machine.processor(),
                        machine.cores(),
                        machine.memoryMegabytes(),
                        machine.kernel(),
                        machine.java(),
                        machine.date(),
                        table());
    }

    private BarChart chart() {
        boolean sameLease = findings.leaseMillis() == CLIENT_GO_LEASE_MILLIS;
        return new BarChart(
                "Handover, milliseconds",
                "shorter is better; client-go: three candidates, default settings, measured on such a machine",
                new BarChart.Names("Bellwether", "client-go"),
                List.of(
                        group("SIGTERM, typical", findings.termToCommand().p50Millis(), CLIENT_GO_MEAN_MILLIS),
                        group("SIGTERM, longest", findings.termToCommand().maxMillis(), CLIENT_GO_MAX_MILLIS),
                        new BarChart.Group(
                                "kill -9, typical",
                                sameLease ? OptionalDouble.of(CLIENT_GO_KILL_MILLIS) : OptionalDouble.empty(),
                                OptionalDouble.of(findings.killToCommand().p50Millis()))));
    }

    private static BarChart.Group group(String label, double ours, double clientGo) {
        return new BarChart.Group(label, OptionalDouble.of(clientGo), OptionalDouble.of(ours));
    }
}
