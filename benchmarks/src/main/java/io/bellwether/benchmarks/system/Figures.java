package io.bellwether.benchmarks.system;

import java.util.Locale;

/** How numbers are written for people. */
final class Figures {

    private Figures() {}

    /** Three digits that count; thousands apart. */
    static String rounded(double value) {
        double size = Math.abs(value);
        if (size >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value).replace(',', ' ');
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
    }
}
