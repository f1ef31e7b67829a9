package io.bellwether.benchmarks.election;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * Every measured handover and overrun as a dot, a row for each peer, as SVG that is readable on a light and on a dark
 * page.
 */
record ElectionChart(List<Line> lines) {

    /** A peer. */
    record Line(String title, Series resignations, Series kills, Optional<Overrun> overrun) {}

    private static final int WIDTH = 860;
    private static final int LABEL_WIDTH = 170;
    private static final int PANEL_WIDTH = 230;
    private static final int PANEL_ROOM = 200;
    private static final int HEAD_HEIGHT = 64;
    private static final int ROW_HEIGHT = 26;
    private static final int FOOT_HEIGHT = 34;

    private static final String STYLE = """
            <style>
              text { font: 13px system-ui, sans-serif; fill: #1f2328; }
              .title { font-weight: 600; }
              .note { font-size: 11px; fill: #59636e; }
              .grid { stroke: #d1d9e0; stroke-width: 1; }
              .zero { stroke: #59636e; stroke-width: 1.5; }
              .dot { fill: #9aa4b0; fill-opacity: 0.6; }
              .ours { fill: #0969da; fill-opacity: 0.6; }
              @media (prefers-color-scheme: dark) {
                text { fill: #f0f6fc; }
                .note { fill: #9198a1; }
                .grid { stroke: #3d444d; }
                .zero { stroke: #9198a1; }
                .dot { fill: #8b949e; }
                .ours { fill: #4493f8; }
              }
            </style>
            """;

    /** A scale with its marks, and what lies beyond its ends is drawn there. */
    private record Panel(String title, String note, List<Mark> marks, DoubleUnaryOperator position) {

        double at(double millis) {
            return Math.clamp(position.applyAsDouble(millis), 0, 1) * PANEL_ROOM;
        }
    }

    private record Mark(double millis, String label) {}

    private static final Panel RESIGNATION = new Panel(
            "Resignation",
            "release → successor leads; logarithmic",
            List.of(
                    new Mark(1, "1 ms"),
                    new Mark(10, "10 ms"),
                    new Mark(100, "0.1 s"),
                    new Mark(1_000, "1 s"),
                    new Mark(10_000, "10 s")),
            millis -> Math.log10(Math.max(millis, 1)) / 4);

    private static final Panel KILL = new Panel(
            "kill -9",
            "kill → successor leads, minus the lease",
            List.of(new Mark(-2_000, "-2 s"), new Mark(0, "0"), new Mark(2_000, "2 s"), new Mark(4_000, "4 s")),
            millis -> (millis + 2_000) / 6_000);

    private static final Panel OVERRUN = new Panel(
            "Cut off",
            "led past its lease; right of 0: two may lead",
            List.of(new Mark(-5_000, "-5 s"), new Mark(0, "0"), new Mark(5_000, "5 s"), new Mark(10_000, "never")),
            millis -> (millis + 5_000) / 15_000);

    /** Copies. */
    ElectionChart {
        lines = List.copyOf(lines);
    }

    String svg() {
        int height = HEAD_HEIGHT + ROW_HEIGHT * lines.size() + FOOT_HEIGHT;
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                WIDTH,
                height,
                "Elections side by side");
        svg.append(STYLE);
        for (int row = 0; row < lines.size(); row++) {
            text(svg, 8, middle(row) + 4, "", lines.get(row).title());
        }
        panel(svg, 0, RESIGNATION);
        panel(svg, 1, KILL);
        panel(svg, 2, OVERRUN);
        return svg.append("</svg>\n").toString();
    }

    private void panel(StringBuilder svg, int index, Panel panel) {
        int left = LABEL_WIDTH + index * PANEL_WIDTH;
        text(svg, left, 20, "title", panel.title());
        text(svg, left, 38, "note", panel.note());
        int bottom = HEAD_HEIGHT + ROW_HEIGHT * lines.size();
        for (Mark mark : panel.marks()) {
            double x = left + panel.at(mark.millis());
            add(
                    svg,
                    "<line class=\"%s\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
                    mark.millis() == 0 ? "zero" : "grid",
                    x,
                    HEAD_HEIGHT - 12,
                    x,
                    bottom);
            add(
                    svg,
                    "<text class=\"note\" text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">%s</text>%n",
                    x,
                    bottom + 16,
                    mark.label());
        }
        for (int row = 0; row < lines.size(); row++) {
            String kind = row == 0 ? "ours" : "dot";
            int y = middle(row);
            values(lines.get(row), index)
                    .forEach(millis -> add(
                            svg,
                            "<circle class=\"%s\" cx=\"%.1f\" cy=\"%d\" r=\"4\"/>%n",
                            kind,
                            left + panel.at(millis),
                            y));
        }
    }

    private static DoubleStream values(Line line, int panel) {
        return switch (panel) {
            case 0 -> stream(line.resignations());
            case 1 -> stream(line.kills());
            default ->
                line.overrun().stream()
                        .flatMapToDouble(found -> DoubleStream.concat(
                                stream(found.pastLease()),
                                DoubleStream.generate(() -> Double.MAX_VALUE).limit(found.never())));
        };
    }

    private static DoubleStream stream(Series series) {
        return series.millis().stream().mapToDouble(Double::doubleValue);
    }

    private static int middle(int row) {
        return HEAD_HEIGHT + ROW_HEIGHT * row + ROW_HEIGHT / 2;
    }

    private static void text(StringBuilder svg, int left, int baseline, String kind, String words) {
        add(svg, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n", kind, left, baseline, words.replace("&", "&amp;"));
    }

    @FormatMethod
    private static void add(StringBuilder svg, @FormatString String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
