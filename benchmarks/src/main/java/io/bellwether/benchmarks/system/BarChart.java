package io.bellwether.benchmarks.system;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A bar chart of two servers as SVG, readable on a light and on a dark page.
 *
 * @param note what the bars show, with the unit and which direction is better
 */
public record BarChart(String title, String note, Names names, List<Group> groups) {

    /** Of the two that are compared. */
    public record Names(String ours, String reference) {

        /** Of the two servers. */
        public static final Names SERVERS = new Names("Bellwether", "kube-apiserver + etcd");
    }

    /** One thing measured on both; an empty value says so in place of the bar. */
    public record Group(String label, OptionalDouble reference, OptionalDouble ours) {}

    private static final int WIDTH = 760;
    private static final int LABEL_WIDTH = 220;
    private static final int VALUE_WIDTH = 90;
    private static final int BAR_HEIGHT = 16;
    private static final int GROUP_HEIGHT = 48;
    private static final int HEAD_HEIGHT = 84;

    private static final String STYLE = """
            <style>
              text { font: 13px system-ui, sans-serif; fill: #1f2328; }
              .title { font-size: 16px; font-weight: 600; }
              .note { fill: #59636e; }
              .reference { fill: #9aa4b0; }
              .ours { fill: #0969da; }
              @media (prefers-color-scheme: dark) {
                text { fill: #f0f6fc; }
                .note { fill: #9198a1; }
                .reference { fill: #6e7681; }
                .ours { fill: #4493f8; }
              }
            </style>
            """;

    /** Copies. */
    public BarChart {
        groups = List.copyOf(groups);
    }

    /** The picture. */
    public String svg() {
        int height = HEAD_HEIGHT + GROUP_HEIGHT * groups.size();
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                WIDTH,
                height,
                escaped(title)));
        svg.append(STYLE);
        text(svg, 8, 22, "title", title);
        text(svg, 8, 42, "note", note);
        legend(svg, names);
        double longest = groups.stream().mapToDouble(BarChart::longest).max().orElse(1);
        for (int index = 0; index < groups.size(); index++) {
            group(svg, groups.get(index), HEAD_HEIGHT + index * GROUP_HEIGHT, longest);
        }
        return svg.append("</svg>\n").toString();
    }

    private static double longest(Group group) {
        return Math.max(group.reference().orElse(0), group.ours().orElse(0));
    }

    private static void legend(StringBuilder svg, Names names) {
        bar(svg, 8, 56, 12, 12, "ours");
        text(svg, 26, 67, "", names.ours());
        bar(svg, 116, 56, 12, 12, "reference");
        text(svg, 134, 67, "", names.reference());
    }

    private static void group(StringBuilder svg, Group group, int top, double longest) {
        text(svg, 8, top + 21, "", group.label());
        value(svg, group.ours(), top, longest, "ours");
        value(svg, group.reference(), top + BAR_HEIGHT + 2, longest, "reference");
    }

    private static void value(StringBuilder svg, OptionalDouble value, int top, double longest, String kind) {
        double room = WIDTH - LABEL_WIDTH - VALUE_WIDTH;
        double width = longest == 0 ? 0 : value.orElse(0) / longest * room;
        if (value.isPresent()) {
            bar(svg, LABEL_WIDTH, top, Math.max(1, width), BAR_HEIGHT, kind);
        }
        String words = value.isPresent() ? Figures.rounded(value.getAsDouble()) : "no figure";
        text(svg, LABEL_WIDTH + (int) width + 6, top + 13, value.isPresent() ? "" : "note", words);
    }

    private static void bar(StringBuilder svg, int left, int top, double width, int height, String kind) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
                kind,
                left,
                top,
                width,
                height));
    }

    private static void text(StringBuilder svg, int left, int baseline, String kind, String words) {
        svg.append(String.format(
                Locale.ROOT, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n", kind, left, baseline, escaped(words)));
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
