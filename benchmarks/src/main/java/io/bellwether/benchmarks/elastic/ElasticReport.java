package io.bellwether.benchmarks.elastic;

import io.bellwether.benchmarks.elastic.ElasticFindings.Line;
import io.bellwether.benchmarks.system.BarChart;
import io.bellwether.benchmarks.system.Machine;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The page about elastic etcd, and its picture. */
final class ElasticReport {

    private static final double MILLIS = 1_000;

    /** Of silence, after which a member counts as dead. */
    private static final int DEAD_ELECTIONS = 15;

    private final ElasticFindings findings;

    ElasticReport(ElasticFindings findings) {
        this.findings = findings;
    }

    Map<String, String> files() {
        return Map.of("etcd.md", page(), "etcd.svg", chart().svg());
    }

    String table() {
        StringBuilder table = new StringBuilder("""
                | What | Bellwether | net of the grace, in election timeouts | by hand | in election timeouts |
                |---|---:|---:|---:|---:|
                """);
        for (Line line : findings.lines()) {
            table.append("| %s | %s | %s | %s | %s |%n"
                    .formatted(
                            line.measure().text(),
                            seconds(line.bellwetherMillis()),
                            elections(line.bellwetherMillis(), line.measure().hasGrace() ? findings.graceMillis() : 0),
                            seconds(line.byHandMillis()),
                            elections(line.byHandMillis(), 0)));
        }
        return table.toString();
    }

    private static String seconds(List<Double> sorted) {
        return Line.median(sorted).isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%.2f s (%.2f to %.2f)",
                        Line.median(sorted).getAsDouble() / MILLIS,
                        sorted.getFirst() / MILLIS,
                        sorted.getLast() / MILLIS);
    }

    private String elections(List<Double> sorted, long graceMillis) {
        OptionalDouble median = Line.median(sorted);
        return median.isEmpty()
                ? ""
                : String.format(Locale.ROOT, "%.1f", (median.getAsDouble() - graceMillis) / findings.electionMillis());
    }

    private String page() {
        Machine machine = findings.machine();
        return """
                # Elastic etcd: forming, healing, growing

                Question: how long does a cluster take that looks after itself, and how long with a script that knows at once what has happened and
                what to do about it?

                Supervised: `bellwether etcd run` on each machine, and a discovery service that runs already. By hand:
                [benchmarks/etcd-by-hand](../../benchmarks/etcd-by-hand) with `etcd` and `etcdctl`. All on loopback of one machine, %d
                rounds, in turns; median, and least to most.

                Clocks start before the first process is started or killed, so that they count the start of JVMs and of programs alike, and end
                when the condition holds that one observer asks of both, every ten milliseconds: a write is acknowledged, or every server lists
                exactly the wanted members, all of them voters, reads linearizably and knows a leader.

                Nobody waits for the time of death, %d election timeouts, where a machine comes back: its node says that the data is gone. One
                that has lost its supervisor's folder as well knows its name and its addresses alone, and waits until what its earlier life said about
                itself is out of date, five seconds and two election timeouts after the last word: two machines may have been given one name.
                That is the grace.

                etcd demands that a member has been connected for five seconds before the next may be added. Between the measures are seven seconds
                of quiet, so that this rule is felt only within a measure: in growth by two, whoever does it. By hand, members are added as voters at
                once, which a failure in the wrong moment makes a cluster without a quorum; a supervisor adds learners, which never weaken the
                cluster, and promotes them when they have been caught up for a second. That second and the start of a JVM, which the script has
                not, are most of the difference. The script's calls wait for one second and are repeated: the
                first ones after a leader's death meet none, and with `etcdctl`'s own limit they would hang for five.

                Made by `benchmarks/run etcd`; the figures are in [data/etcd.json](data/etcd.json).

                %s, %d cores, %,d MB; %s; %s; etcd %s, election timeout %d ms; %s.

                %s
                ![Elastic etcd](etcd.svg)
                """.formatted(
                        findings.rounds(),
                        DEAD_ELECTIONS,
                        machine.processor(),
                        machine.cores(),
                        machine.memoryMegabytes(),
                        machine.kernel(),
                        machine.java(),
                        findings.etcd(),
                        findings.electionMillis(),
                        machine.date(),
                        table());
    }

    private BarChart chart() {
        return new BarChart(
                "Elastic etcd, seconds",
                "shorter is better; median of %d rounds".formatted(findings.rounds()),
                new BarChart.Names("Bellwether", "by hand"),
                findings.lines().stream()
                        .filter(line -> !line.byHandMillis().isEmpty())
                        .map(line -> new BarChart.Group(
                                line.measure().label(),
                                inSeconds(line.byHandMillis()),
                                inSeconds(line.bellwetherMillis())))
                        .toList());
    }

    private static OptionalDouble inSeconds(List<Double> sorted) {
        return OptionalDouble.of(Line.median(sorted).orElseThrow() / MILLIS);
    }
}
