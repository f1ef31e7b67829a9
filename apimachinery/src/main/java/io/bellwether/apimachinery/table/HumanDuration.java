package io.bellwether.apimachinery.table;

import java.time.Duration;

/**
 * The short form of durations that people see in the columns of tools: two units at most, and the second only while it
 * still says something.
 */
public final class HumanDuration {

    private static final long DAY_HOURS = 24;
    private static final long YEAR_DAYS = 365;

    private HumanDuration() {}

    /**
     * For instance {@code 45s}, {@code 5m30s}, {@code 17h}, {@code 3d4h}, {@code 2y}; {@code <invalid>} for the future.
     */
    public static String format(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(-1)) < 0) {
            return "<invalid>";
        }
        long seconds = Math.max(0, duration.toSeconds());
        long minutes = seconds / 60;
        long hours = minutes / 60;
        long days = hours / DAY_HOURS;
        if (seconds < 120) {
            return seconds + "s";
        }
        if (minutes < 10) {
            return join(minutes, "m", seconds % 60, "s");
        }
        if (minutes < 180) {
            return minutes + "m";
        }
        if (hours < 8) {
            return join(hours, "h", minutes % 60, "m");
        }
        if (hours < 2 * DAY_HOURS) {
            return hours + "h";
        }
        if (days < 8) {
            return join(days, "d", hours % DAY_HOURS, "h");
        }
        if (days < 2 * YEAR_DAYS) {
            return days + "d";
        }
        if (days < 8 * YEAR_DAYS) {
            return join(days / YEAR_DAYS, "y", days % YEAR_DAYS, "d");
        }
        return days / YEAR_DAYS + "y";
    }

    private static String join(long major, String majorUnit, long minor, String minorUnit) {
        return minor == 0 ? major + majorUnit : major + majorUnit + minor + minorUnit;
    }
}
