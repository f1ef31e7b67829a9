package io.bellwether.etcd.discovery;

import io.bellwether.etcd.core.Policy;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Tokens: 128 random bits. Stock etcd sends nothing else that could be a credential. */
final class Tokens {

    private static final int BYTES = 16;
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z_-]{16,64}");

    private Tokens() {}

    static String draw(RandomGenerator random) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    static boolean isToken(String text) {
        return FORM.matcher(text).matches();
    }

    static Optional<Integer> size(String text) {
        return number(text)
                .filter(size -> size >= 1 && size <= Policy.SIZE_LIMIT)
                .map(Long::intValue);
    }

    static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }
}
