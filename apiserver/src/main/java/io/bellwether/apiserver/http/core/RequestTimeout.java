package io.bellwether.apiserver.http.core;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code timeout} parameter: a duration as Go writes it, such as {@code 30s}, {@code 1m30s}, {@code 1.5s}. */
public final class RequestTimeout {

    private static final Pattern FORM = Pattern.compile("(?:[0-9]{1,9}(?:\\.[0-9]{0,9})?(?:ns|us|µs|ms|s|m|h))+");
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]*)?)(ns|us|µs|ms|s|m|h)");

    private RequestTimeout() {}

    /**
     * The time a request gets; empty when the text is no duration.
     *
     * @param text empty or zero: the limit itself
     * @param limit the most; a longer wish is cut to it
     */
    public static Optional<Duration> parse(String text, Duration limit) {
        if (text.isEmpty() || text.equals("0")) {
            return Optional.of(limit);
        }
        if (text.length() > 64 || !FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        double seconds = 0;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            seconds += Double.parseDouble(part.group(1)) * secondsPer(part.group(2));
        }
        if (seconds <= 0 || seconds >= limit.toMillis() / 1000.0) {
            return Optional.of(limit);
        }
        return Optional.of(Duration.ofNanos((long) (seconds * 1e9)));
    }

    private static double secondsPer(String unit) {
        return switch (unit) {
            case "ns" -> 1e-9;
            case "us", "µs" -> 1e-6;
            case "ms" -> 1e-3;
            case "m" -> 60;
            case "h" -> 3600;
            default -> 1;
        };
    }
}
