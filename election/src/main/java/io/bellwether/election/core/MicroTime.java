package io.bellwether.election.core;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times as the record carries them: exactly six fractional digits, which other implementations insist on. */
public final class MicroTime {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private MicroTime() {}

    /** The time of day, cut to microseconds. */
    public static String format(Instant time) {
        return FORMAT.format(time.truncatedTo(ChronoUnit.MICROS));
    }
}
