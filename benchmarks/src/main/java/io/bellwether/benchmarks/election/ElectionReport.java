package io.bellwether.benchmarks.election;

import io.bellwether.benchmarks.http.BenchmarkException;
import io.bellwether.benchmarks.system.Machine;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tables of the page about elections side by side, and its picture. What people have written around them stays. */
final class ElectionReport {

    /** Between these two lines of the page stands what was measured. */
    static final String BEGIN = "<!-- measured: benchmarks/run election -->";

    static final String END = "<!-- end of what was measured -->";

    private static final double MILLIS_PER_SECOND = 1_000;

    /** A row: the same figure of all peers. */
    private record Row(String what, Function<PeerFindings, String> cell) {}

    private static final List<Row> ROWS = List.of(
            new Row("resignation in a running process, p50 / p99", one -> percentiles(one.resignations())),
            new Row("SIGTERM, p50 / max", one -> withMax(one.terminations())),
            new Row("kill -9, minus the lease, p50 / max", one -> withMax(one.kills())),
            new Row("cut off: led past its lease, max", ElectionReport::overrun),
            new Row("cut off: led beside its successor, max", ElectionReport::overlap),
            new Row("messages a minute, leader", one -> traffic(one, Traffic::leaderPerMinute)),
            new Row("messages a minute, each standby", one -> traffic(one, Traffic::standbyPerMinute)),
            new Row("what a message is", ElectionReport::unit),
            new Row("threads added by 1 000 elections", ElectionReport::threads),
            new Row("heap of an election", ElectionReport::heap));

    private final ElectionFindings findings;

    ElectionReport(ElectionFindings findings) {
        this.findings = findings;
    }

    /** The page with the new figures; without a page before, the figures alone. */
    String page(String before) {
        String measured = BEGIN + "\n\n" + section() + "\n" + END;
        if (before.isEmpty()) {
            return "# Elections side by side\n\n" + measured + "\n";
        }
        int begin = before.indexOf(BEGIN);
        int end = before.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new BenchmarkException("the page has no place for what was measured: " + BEGIN + " … " + END);
        }
        return before.substring(0, begin) + measured + before.substring(end + END.length());
    }

    private String section() {
        Machine machine = findings.machine();
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %,d MB; %s; %s; %s; the whole run took %d minutes.%n%n%s%n%s%n![Elections](election.svg)%n",
                machine.processor(),
                machine.cores(),
                machine.memoryMegabytes(),
                machine.kernel(),
                machine.java(),
                machine.date(),
                findings.minutes(),
                table(),
                aims());
    }

    String table() {
        String head = findings.peers().stream().map(ElectionReport::title).collect(Collectors.joining(" | "));
        String line = "|---|" + "---:|".repeat(findings.peers().size()) + "\n";
        String rows = ROWS.stream()
                .map(row -> "| " + row.what() + " | "
                        + findings.peers().stream().map(row.cell()).collect(Collectors.joining(" | ")) + " |\n")
                .collect(Collectors.joining());
        return "| | " + head + " |\n" + line + rows;
    }

    /** Ours against what we want. */
    String aims() {
        PeerFindings ours = findings.ours();
        OptionalDouble overrun = ours.overrun()
                .filter(found -> found.never() == 0)
                .map(found -> found.pastLease().max())
                .orElse(OptionalDouble.empty());
        OptionalDouble standby = ours.traffic()
                .map(found -> OptionalDouble.of(found.standbyPerMinute()))
                .orElse(OptionalDouble.empty());
        return "| Ours | found | aim | met |\n|---|---:|---:|---|\n"
                + aim(
                        "resignation, p50 (" + ours.resignations().count() + " times)",
                        ours.resignations().percentile(50),
                        10,
                        "ms")
                + aim("resignation, p99", ours.resignations().percentile(99), 50, "ms")
                + aim(
                        "kill -9 of `elect`, longest of "
                                + findings.electKills().count(),
                        findings.electKills().max(),
                        1_000,
                        "ms")
                + aim(
                        "kill -9 of an in-process candidate, minus the lease, longest of "
                                + ours.kills().count(),
                        ours.kills().max(),
                        250,
                        "ms")
                + aim("cut off: led past its lease, longest", overrun, 0, "ms")
                + aim("requests a minute of a standby", standby, 0.3, "");
    }

    private static String aim(String what, OptionalDouble found, double limit, String unit) {
        String met = found.isEmpty() ? "not measured" : found.getAsDouble() <= limit ? "yes" : "no";
        return "| %s | %s | ≤ %s | %s |%n"
                .formatted(what, found.isEmpty() ? "" : number(found.getAsDouble(), unit), number(limit, unit), met);
    }

    private static String number(double value, String unit) {
        String digits = value == Math.rint(value) || Math.abs(value) >= 100 ? "%.0f %s" : "%.2f %s";
        return String.format(Locale.ROOT, digits, value, unit).strip();
    }

    private static String title(PeerFindings one) {
        return Arrays.stream(Peer.values())
                .filter(peer -> peer.folder().equals(one.peer()))
                .map(Peer::title)
                .findFirst()
                .orElse(one.peer());
    }

    private static String percentiles(Series series) {
        return duration(series.percentile(50)) + " / " + duration(series.percentile(99));
    }

    private static String withMax(Series series) {
        return duration(series.percentile(50)) + " / " + duration(series.max());
    }

    private static String overrun(PeerFindings one) {
        return one.overrun()
                .map(found ->
                        found.never() > 0 ? never() : duration(found.pastLease().max()))
                .orElse("");
    }

    private static String overlap(PeerFindings one) {
        return one.overrun()
                .map(found -> found.never() > 0
                        ? never()
                        : duration(found.pastSuccessor().max()))
                .orElse("");
    }

    private static String never() {
        return "> "
                + Settings.SHORT
                        .lease()
                        .multipliedBy(Blackholes.PATIENCE_LEASES)
                        .toSeconds() + " s";
    }

    private static String traffic(PeerFindings one, Function<Traffic, Double> figure) {
        return one.traffic()
                .map(found -> String.format(Locale.ROOT, "%.1f", Math.max(0, figure.apply(found))))
                .orElse("");
    }

    private static String unit(PeerFindings one) {
        return one.traffic().map(Traffic::unit).orElse("");
    }

    private static String threads(PeerFindings one) {
        return one.footprint().map(found -> Long.toString(found.threadsAdded())).orElse("");
    }

    private static String heap(PeerFindings one) {
        return one.footprint()
                .map(found -> found.heapKilobytesEach().isPresent()
                        ? String.format(
                                Locale.ROOT,
                                "%.1f KB",
                                found.heapKilobytesEach().getAsDouble())
                        : String.format(Locale.ROOT, "(%.1f KB resident)", found.residentKilobytesEach()))
                .orElse("");
    }

    private static String duration(OptionalDouble millis) {
        if (millis.isEmpty()) {
            return "–";
        }
        double value = millis.getAsDouble();
        return Math.abs(value) < MILLIS_PER_SECOND
                ? String.format(Locale.ROOT, "%.1f ms", value)
                : String.format(Locale.ROOT, "%.2f s", value / MILLIS_PER_SECOND);
    }

    ElectionChart chart() {
        return new ElectionChart(findings.peers().stream()
                .map(one -> new ElectionChart.Line(title(one), one.resignations(), one.kills(), one.overrun()))
                .toList());
    }
}
