package io.bellwether.certificates;

import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A key that signs, made of a seed: whoever has the seed has the key, and whoever has the public half can only check.
 *
 * <p>Shape: Ed25519 (RFC 8032). The JDK signs with such keys, but has no public API that makes one of a seed.
 *
 * <p>Threads: immutable.
 */
public final class SigningKey {

    /** Of a seed, and of a public half. */
    public static final int SIZE_BYTES = Ed25519.SECRET_KEY_SIZE;

    private final byte[] seed;

    private SigningKey(byte[] seed) {
        this.seed = seed;
    }

    /**
     * The key of a seed.
     *
     * @param seed {@value #SIZE_BYTES} bytes that nobody can guess; copied
     */
    public static SigningKey ofSeed(byte[] seed) {
        if (seed.length != SIZE_BYTES) {
            throw new IllegalArgumentException("a seed has " + SIZE_BYTES + " bytes, not " + seed.length);
        }
        return new SigningKey(Arrays.copyOf(seed, seed.length));
    }

    /** The half that anybody may know, as text: base 64 for URLs. */
    public String publicKey() {
        byte[] key = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, key, 0);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }

    /** A signature as text: base 64 for URLs. */
    public String sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    /** Whether a text is the public half of some key. */
    public static boolean isPublicKey(String text) {
        byte[] key = decode(text);
        return key.length == Ed25519.PUBLIC_KEY_SIZE && Ed25519.validatePublicKeyFull(key, 0);
    }

    /** Whether the key with this public half signed the message; false for texts that are neither. */
    public static boolean isSignedBy(String publicKey, byte[] message, String signature) {
        byte[] key = decode(publicKey);
        byte[] signed = decode(signature);
        return key.length == Ed25519.PUBLIC_KEY_SIZE
                && signed.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(signed, 0, key, 0, message, 0, message.length);
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    /** Without the seed. */
    @Override
    public String toString() {
        return publicKey();
    }
}
