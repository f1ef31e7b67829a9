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

    private final ElasticFindings findings;

    ElasticReport(ElasticFindings findings) {
        this.findings = findings;
    }

    Map<String, String> files() {
        return Map.of("elastic-etcd.md", page(), "elastic-etcd.svg", chart().svg());
    }

    String table() {
        StringBuilder table = new StringBuilder("""
                | What | Bellwether | in election timeouts | by hand | in election timeouts |
                |---|---:|---:|---:|---:|
                """);
        for (Line line : findings.lines()) {
            table.append("| %s | %s | %s | %s | %s |%n"
                    .formatted(
                            line.measure().text(),
                            seconds(line.bellwetherMillis()),
                            elections(line.bellwetherMillis()),
                            seconds(line.byHandMillis()),
                            elections(line.byHandMillis())));
        }
        return table.toString();
    }

    private static String seconds(List<Double> sorted) {
        return String.format(
                Locale.ROOT,
                "%.2f s (%.2f to %.2f)",
                Line.median(sorted) / 1000,
                sorted.getFirst() / 1000,
                sorted.getLast() / 1000);
    }

    private String elections(List<Double> sorted) {
        return String.format(Locale.ROOT, "%.1f", Line.median(sorted) / findings.electionMillis());
    }

    private String page() {
        Machine machine = findings.machine();
        return """
                # Elastic etcd: forming, healing, growing

                Question: how long does a cluster take that looks after itself, and how long with a script that knows at once what has happened and
                what to do about it?

                Supervised: `bellwether etcd run` on each machine, from the start of its process, the JVM's included, and a discovery service that runs
                already. By hand: [benchmarks/etcd-by-hand](../../benchmarks/etcd-by-hand) with `etcd` and `etcdctl`. All on loopback of one machine, %d
                rounds, in turns; median, and least to most. Clocks start before the first process is started or killed, and end when the condition
                holds that one observer asks of both, every ten milliseconds: a write is acknowledged, or every voter lists exactly the wanted voters
                and reads linearizably. A machine that comes back with an empty disk is replaced at once: no grace is in these times.

                etcd demands that a member has been connected for five seconds before the next may be added. Between the measures are seven seconds
                of quiet, so that this rule is felt only within a measure: in growth by two, whoever does it. By hand, members are added as voters at
                once; a supervisor adds learners, which never weaken the cluster, and promotes them when they have caught up.

                Made by `benchmarks/run etcd`; the figures are in [data/elastic-etcd.json](data/elastic-etcd.json).

                %s, %d cores, %,d MB; %s; %s; etcd %s, election timeout %d ms; %s.

                %s
                ![Elastic etcd](elastic-etcd.svg)
                """.formatted(
                        findings.rounds(),
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
                        .map(line -> new BarChart.Group(
                                line.measure().name().toLowerCase(Locale.ROOT),
                                OptionalDouble.of(Line.median(line.byHandMillis()) / 1000),
                                OptionalDouble.of(Line.median(line.bellwetherMillis()) / 1000)))
                        .toList());
    }
}
