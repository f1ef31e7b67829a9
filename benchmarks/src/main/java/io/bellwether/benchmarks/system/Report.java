package io.bellwether.benchmarks.system;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page that people read, and its pictures. */
public final class Report {

    private static final String OURS = "bellwether";
    private static final String REFERENCE = "reference";

    private final Findings findings;

    /** Of one run. */
    public Report(Findings findings) {
        this.findings = findings;
    }

    /** The files to write, by name: the page and its pictures. */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("http-throughput.svg", throughput().svg());
        files.put("http-watches.svg", watches().svg());
        files.put("http-memory.svg", memory().svg());
        files.put("http-start.svg", starts().svg());
        files.put("http.md", page());
        return files;
    }

    private String page() {
        Machine machine = findings.machine();
        String table = Row.ALL.stream().map(this::line).collect(Collectors.joining("\n"));
        String versions = findings.versions().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("; "));
        return """
                # Over HTTP: Bellwether beside kube-apiserver and etcd

                How fast is the whole server, from the client's side, and what does it take? Both were measured in one run on one machine, in turn,
                by a load generator in another process (HTTP/2 over TLS, 8 connections, JSON, ConfigMaps of about 1 KB, every write durable), which
                shares the cores with them: the ratios count, the absolute figures are small. Each round began with empty servers, which
                both had twenty seconds of updates and watches before the first figure; medians of the rounds. Every answer was checked, and every watch for completeness and order; the lag of a watch runs from the start of the write to the arrival of the event.

                Made by `benchmarks/run`; the figures are in [data/http.csv](data/http.csv).

                %s, %d cores, %,d MB; %s; %s; %s. %s.

                | What | kube-apiserver + etcd | Bellwether | times better | target | met |
                |---|---:|---:|---:|---|---|
                %s

                ![Requests per second](http-throughput.svg)

                ![Lag of watches](http-watches.svg)

                ![Memory](http-memory.svg)

                ![Start](http-start.svg)
                """.formatted(
                        machine.processor(),
                        machine.cores(),
                        machine.memoryMegabytes(),
                        machine.kernel(),
                        machine.java(),
                        machine.date(),
                        versions,
                        table);
    }

    private String line(Row row) {
        OptionalDouble reference = median(REFERENCE, row);
        OptionalDouble ours = median(OURS, row);
        OptionalDouble better = row.timesBetter(reference, ours);
        return "| "
                + String.join(
                        " | ",
                        row.what(),
                        cell(REFERENCE, row, reference),
                        cell(OURS, row, ours),
                        better.isPresent() ? String.format(Locale.ROOT, "%.1f", better.getAsDouble()) : "",
                        row.targetWords(),
                        row.isMet(reference, ours))
                + " |";
    }

    private OptionalDouble median(String server, Row row) {
        return findings.median(server, row.scenario(), row.figure());
    }

    private String cell(String server, Row row, OptionalDouble value) {
        if (value.isPresent()) {
            return Figures.rounded(value.getAsDouble()) + " " + row.unit();
        }
        return findings.failure(server, row.scenario());
    }

    private BarChart throughput() {
        return new BarChart(
                "Requests per second",
                "longer is better",
                BarChart.Names.SERVERS,
                Stream.of("create-1", "create-16", "create-256", "update-16", "get-16", "get-64")
                        .map(scenario -> group(
                                scenario.replaceFirst("^get", "GET").replace("-", ", ") + clients(scenario),
                                scenario,
                                "ratePerSecond"))
                        .toList());
    }

    private static String clients(String scenario) {
        return scenario.endsWith("-1") ? " client" : " clients";
    }

    private BarChart watches() {
        return new BarChart(
                "Watches: from the write to the event, 99th percentile, milliseconds",
                "shorter is better",
                BarChart.Names.SERVERS,
                Stream.of("1000x20", "1000x40", "1000x100", "100x200", "5000x4")
                        .map(fan -> group(fan.replace("x", " watches × ") + " events/s", "watch-" + fan, "p99Millis"))
                        .toList());
    }

    private BarChart memory() {
        return new BarChart(
                "Resident memory, megabytes, all processes",
                "shorter is better",
                BarChart.Names.SERVERS,
                List.of(
                        group("idle", "memory-idle", "residentMegabytes"),
                        group("35 000 objects of 1 KB", "memory-some", "residentMegabytes"),
                        group("100 000 objects of 1 KB", "memory-many", "residentMegabytes")));
    }

    private BarChart starts() {
        return new BarChart(
                "From process start to ready, milliseconds",
                "shorter is better; the reference without the start of etcd",
                BarChart.Names.SERVERS,
                List.of(
                        group("new data directory", "start-fresh", "millis"),
                        group("used data directory", "start-again", "millis"),
                        group("100 000 objects", "start-many", "millis")));
    }

    private BarChart.Group group(String label, String scenario, String figure) {
        return new BarChart.Group(
                label, findings.median(REFERENCE, scenario, figure), findings.median(OURS, scenario, figure));
    }
}
