package io.bellwether.apiserver.http.core;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Decodes percent-encoding strictly: every escape complete, the result valid UTF-8. */
final class PercentDecoder {

    private PercentDecoder() {}

    /** The decoded text; empty when it is damaged. */
    static Optional<String> decode(String raw) {
        if (raw.indexOf('%') < 0) {
            return Optional.of(raw);
        }
        byte[] source = raw.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[source.length];
        int length = 0;
        for (int index = 0; index < source.length; index++) {
            if (source[index] != '%') {
                decoded[length++] = source[index];
                continue;
            }
            if (index + 2 >= source.length) {
                return Optional.empty();
            }
            int high = Character.digit(source[index + 1], 16);
            int low = Character.digit(source[index + 2], 16);
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            decoded[length++] = (byte) (high << 4 | low);
            index += 2;
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded, 0, length))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
