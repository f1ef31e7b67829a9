package io.bellwether.apimachinery;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The two forms of a point in time on the wire: <em>Time</em> (RFC 3339 in seconds, for instance
 * {@code creationTimestamp}) and <em>MicroTime</em> (RFC 3339 with exactly six digits of fraction, for instance
 * {@code renewTime} of a Lease).
 *
 * <p>The readers accept what the reference implementation accepts: an offset or {@code Z}, upper case {@code T} and
 * {@code Z}; a Time may carry any fraction, which is dropped; a MicroTime with another number of digits is refused. The
 * writers always write UTC with {@code Z}.
 */
public final class Times {

    private static final int SECONDS_LENGTH = "2006-01-02T15:04:05".length();

    private Times() {}

    /** Writes a Time: {@code 2026-01-02T03:04:05Z}; fractions of the second are dropped. */
    public static String formatSeconds(Instant instant) {
        return format(instant, 0);
    }

    /** Writes a MicroTime: {@code 2026-01-02T03:04:05.000000Z}; what is below a microsecond is dropped. */
    public static String formatMicros(Instant instant) {
        return format(instant, 6);
    }

    /** Reads a Time; empty when the text is none. The result has no fraction of a second. */
    public static Optional<Instant> parseSeconds(String text) {
        return parse(text).map(instant -> instant.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Reads a MicroTime; empty when the text is none, in particular when the fraction has not exactly six digits. */
    public static Optional<Instant> parseMicros(String text) {
        return fractionDigits(text) == 6 ? parse(text) : Optional.empty();
    }

    private static Optional<Instant> parse(String text) {
        if (!hasShape(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    /**
     * What {@link OffsetDateTime#parse} is more generous in than RFC 3339: years of other lengths, absent seconds,
     * lower case, offsets with seconds.
     */
    private static boolean hasShape(String text) {
        if (text.length() < SECONDS_LENGTH + 1 || text.charAt(4) != '-' || text.charAt(10) != 'T') {
            return false;
        }
        if (text.charAt(16) != ':' || fractionDigits(text) < 0) {
            return false;
        }
        String zone = text.substring(zoneIndex(text));
        return zone.equals("Z") || (zone.length() == 6 && (zone.charAt(0) == '+' || zone.charAt(0) == '-'));
    }

    /**
     * The number of digits after the decimal point: 0 without a point, -1 for a point without digits or more than nine.
     */
    private static int fractionDigits(String text) {
        if (text.length() <= SECONDS_LENGTH || text.charAt(SECONDS_LENGTH) != '.') {
            return 0;
        }
        int digits = zoneIndex(text) - SECONDS_LENGTH - 1;
        return digits >= 1 && digits <= 9 ? digits : -1;
    }

    private static int zoneIndex(String text) {
        int index = SECONDS_LENGTH;
        if (index < text.length() && text.charAt(index) == '.') {
            index++;
            while (index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9') {
                index++;
            }
        }
        return index;
    }

    private static String format(Instant instant, int fractionDigits) {
        LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(27);
        append(text, utc.getYear(), 4).append('-');
        append(text, utc.getMonthValue(), 2).append('-');
        append(text, utc.getDayOfMonth(), 2).append('T');
        append(text, utc.getHour(), 2).append(':');
        append(text, utc.getMinute(), 2).append(':');
        append(text, utc.getSecond(), 2);
        if (fractionDigits == 6) {
            append(text.append('.'), utc.get(ChronoField.MICRO_OF_SECOND), 6);
        }
        return text.append('Z').toString();
    }

    private static StringBuilder append(StringBuilder text, int value, int digits) {
        String written = Integer.toString(value);
        for (int missing = digits - written.length(); missing > 0; missing--) {
            text.append('0');
        }
        return text.append(written);
    }
}
