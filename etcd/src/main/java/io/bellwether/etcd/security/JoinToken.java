package io.bellwether.etcd.security;

import io.bellwether.certificates.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * What the nodes of one cluster share: the cluster's public name, and a secret of 32 random bytes.
 *
 * <p>Shape: as text {@code <id>.<secret>}, the secret in base 64 for URLs. No key made of the secret tells anything
 * about another one, or about the secret.
 *
 * <p>Threads: immutable.
 */
public final class JoinToken {

    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 16;
    private static final Pattern FORM = Pattern.compile("([0-9A-Za-z_-]{16,64})\\.([0-9A-Za-z_-]{43})");

    private final String id;
    private final byte[] secret;

    private JoinToken(String id, byte[] secret) {
        this.id = id;
        this.secret = secret;
    }

    /**
     * A new token.
     *
     * @param id what discovery calls the cluster
     * @param random that nobody can guess
     */
    public static JoinToken draw(String id, RandomGenerator random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return parse(text(id, secret)).orElseThrow(() -> new IllegalArgumentException("\"" + id + "\" is no id"));
    }

    /** A new token with an id of its own. */
    public static JoinToken draw(RandomGenerator random) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return draw(HexFormat.of().formatHex(id), random);
    }

    /** Reads a token's text; empty for any other. */
    public static Optional<JoinToken> parse(String text) {
        var matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        byte[] secret = Base64.getUrlDecoder().decode(matcher.group(2));
        return Optional.of(new JoinToken(matcher.group(1), secret));
    }

    /** The public half: what discovery calls the cluster. */
    public String id() {
        return id;
    }

    /** The whole of it: to be kept like a password. */
    public String secretText() {
        return text(id, secret);
    }

    private static String text(String id, byte[] secret) {
        return id + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** Signs what is said to discovery, which learns the public half of this key only. */
    public SigningKey signingKey() {
        return SigningKey.ofSeed(key("bellwether discovery registrations 1", SigningKey.SIZE_BYTES));
    }

    /** A key for one purpose. */
    byte[] key(String purpose, int length) {
        return Hkdf.derive(
                secret, id.getBytes(StandardCharsets.UTF_8), purpose.getBytes(StandardCharsets.UTF_8), length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JoinToken token && id.equals(token.id) && Arrays.equals(secret, token.secret);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return id;
    }
}
