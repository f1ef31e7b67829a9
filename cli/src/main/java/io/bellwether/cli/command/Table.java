package io.bellwether.cli.command;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns under headings, as wide as their widest cell, three spaces apart.
 *
 * @param headings in capitals, as kubectl prints them
 * @param rows each with as many cells as there are headings; an empty cell is printed as {@code <none>}
 */
public record Table(List<String> headings, List<List<String>> rows) {

    private static final String GAP = "   ";

    /** Copies; refuses rows of another length. */
    public Table {
        headings = List.copyOf(headings);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != headings.size()) {
                throw new IllegalArgumentException(
                        "a row has %d cells under %d headings".formatted(row.size(), headings.size()));
            }
        }
    }

    /** The lines, the headings first, without trailing spaces. */
    public List<String> lines() {
        int[] widths = widths();
        List<String> lines = new ArrayList<>();
        lines.add(line(headings, widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private int[] widths() {
        int[] widths = headings.stream().mapToInt(String::length).toArray();
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], cell(row.get(column)).length());
            }
        }
        return widths;
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String text = cell(cells.get(column));
            line.append(text).append(" ".repeat(widths[column] - text.length())).append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private static String cell(String text) {
        return text.isEmpty() ? "<none>" : text;
    }
}
