package io.bellwether.apimachinery.codec;

import io.bellwether.apimachinery.Times;
import io.bellwether.apimachinery.kind.ScalarType;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Text of scalars that has a form of its own, checked and brought into that form. */
final class Scalars {

    private static final int SECONDS_LENGTH = "2006-01-02T15:04:05Z".length();
    private static final int MICROS_LENGTH = "2006-01-02T15:04:05.000000Z".length();

    private Scalars() {}

    /** The canonical form of a text of that type; empty when the text is none of it. */
    static Optional<String> canonical(ScalarType type, String text) {
        return switch (type) {
            case STRING, INT_OR_STRING -> Optional.of(text);
            case BYTES -> canonicalBase64(text);
            case TIME -> canonicalSeconds(text);
            case MICRO_TIME -> canonicalMicros(text);
            case BOOLEAN, INT32, INT64 -> Optional.empty();
        };
    }

    private static Optional<String> canonicalSeconds(String text) {
        Optional<Instant> time = Times.parseSeconds(text);
        return text.length() == SECONDS_LENGTH && text.endsWith("Z")
                ? time.map(parsed -> text)
                : time.map(Times::formatSeconds);
    }

    private static Optional<String> canonicalMicros(String text) {
        Optional<Instant> time = Times.parseMicros(text);
        return text.length() == MICROS_LENGTH && text.endsWith("Z")
                ? time.map(parsed -> text)
                : time.map(Times::formatMicros);
    }

    /** Standard base64 with padding; line breaks inside are allowed, as in the reference implementation. */
    private static Optional<String> canonicalBase64(String text) {
        String unbroken = text.indexOf('\n') < 0 && text.indexOf('\r') < 0
                ? text
                : text.replace("\n", "").replace("\r", "");
        if (unbroken.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    Base64.getEncoder().encodeToString(Base64.getDecoder().decode(unbroken)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
