package io.bellwether.etcd.security;

import io.bellwether.certificates.Credential;
import io.bellwether.certificates.Pem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A cluster's authority, certificate and key, as discovery keeps it: only who has the join token can open it.
 *
 * <p>Shape: AES-256 in Galois/counter mode under a key made of the token, bound to the token's id; a random nonce of 12
 * bytes, then the sealed text, in base 64 for URLs.
 */
public final class SealedAuthority {

    /** Of the text: an authority has about 900 bytes. */
    public static final int LENGTH_LIMIT = 8_192;

    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z_-]+");
    private static final String PURPOSE = "bellwether authority 1";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private SealedAuthority() {}

    /** Whether a text may be one, as far as can be told without the token. */
    public static boolean isOne(String text) {
        return text.length() <= LENGTH_LIMIT && FORM.matcher(text).matches();
    }

    /** Seals an authority; each time differently. */
    static String seal(Credential authority, JoinToken token, RandomGenerator random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, token, nonce).doFinal(Pem.encode(authority));
            byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException("every JDK has " + CIPHER, never);
        }
    }

    /** Opens one; empty when the token is another one's, or the text was changed. */
    static Optional<Credential> open(String sealed, JoinToken token) {
        try {
            byte[] whole = Base64.getUrlDecoder().decode(sealed);
            if (whole.length <= NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
            byte[] opened =
                    cipher(Cipher.DECRYPT_MODE, token, nonce).doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
            return Optional.of(Pem.credential(opened));
        } catch (GeneralSecurityException | IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, JoinToken token, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(
                mode, new SecretKeySpec(token.key(PURPOSE, KEY_BYTES), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(token.id().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
