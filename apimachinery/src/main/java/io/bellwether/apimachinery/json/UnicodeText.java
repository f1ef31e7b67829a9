package io.bellwether.apimachinery.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Makes text whole: whatever is no Unicode becomes U+FFFD, so that each object that was ever accepted can be read by
 * each client.
 */
public final class UnicodeText {

    private static final char REPLACEMENT = '\uFFFD';

    private UnicodeText() {}

    /** The bytes themselves when they are valid UTF-8, else a copy in which each malformed sequence is U+FFFD. */
    public static byte[] validUtf8(byte[] bytes) {
        if (isAscii(bytes) || isValidUtf8(bytes)) {
            return bytes;
        }
        return new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the bytes are valid UTF-8. */
    public static boolean isValidUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    /**
     * The text itself when all its surrogates are in pairs, else a copy in which the lone ones are U+FFFD. JSON escapes
     * can produce them.
     */
    public static String withoutLoneSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaceLoneSurrogates(text);
            }
        }
        return text;
    }

    private static String replaceLoneSurrogates(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints()
                .map(each -> Character.MIN_SURROGATE <= each && each <= Character.MAX_SURROGATE ? REPLACEMENT : each)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte each : bytes) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }
}
