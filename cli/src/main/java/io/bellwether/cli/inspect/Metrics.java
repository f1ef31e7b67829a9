package io.bellwether.cli.inspect;

import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Numbers out of a server's {@code /metrics}.
 *
 * @param text in the format of Prometheus
 */
record Metrics(String text) {

    /** The sum over all series of that name; empty when there is none. */
    OptionalDouble sum(String name) {
        double sum = 0;
        boolean found = false;
        for (String line : text.lines().toList()) {
            if (isOf(name, line)) {
                sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
                found = true;
            }
        }
        return found ? OptionalDouble.of(sum) : OptionalDouble.empty();
    }

    /** The values of all series of that name by one of their labels, in the order of its values. */
    TreeMap<String, Double> byLabel(String name, String label) {
        TreeMap<String, Double> values = new TreeMap<>();
        String mark = label + "=\"";
        for (String line : text.lines().toList()) {
            int at = line.indexOf(mark);
            if (isOf(name, line) && at >= 0) {
                int start = at + mark.length();
                values.merge(
                        line.substring(start, line.indexOf('"', start)),
                        Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)),
                        Double::sum);
            }
        }
        return values;
    }

    private static boolean isOf(String name, String line) {
        return line.startsWith(name + "{") || line.startsWith(name + " ");
    }
}
