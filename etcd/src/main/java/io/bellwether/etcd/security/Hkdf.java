package io.bellwether.etcd.security;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Many keys out of one secret: HKDF with SHA-256 (RFC 5869), which the JDK has only from version 25 on. */
final class Hkdf {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int HASH_BYTES = 32;
    private static final int BLOCKS_LIMIT = 255;

    private Hkdf() {}

    /**
     * A key.
     *
     * @param salt may be empty
     * @param info what the key is for: keys for different purposes tell nothing about each other
     * @param length in bytes, at most 255 times 32
     */
    static byte[] derive(byte[] secret, byte[] salt, byte[] info, int length) {
        int blocks = (length + HASH_BYTES - 1) / HASH_BYTES;
        if (length < 1 || blocks > BLOCKS_LIMIT) {
            throw new IllegalArgumentException("a key has 1 to " + BLOCKS_LIMIT * HASH_BYTES + " bytes, not " + length);
        }
        byte[] extracted = mac(salt.length == 0 ? new byte[HASH_BYTES] : salt, secret);
        byte[] key = new byte[blocks * HASH_BYTES];
        byte[] previous = new byte[0];
        for (int block = 1; block <= blocks; block++) {
            previous = mac(extracted, previous, info, new byte[] {(byte) block});
            System.arraycopy(previous, 0, key, (block - 1) * HASH_BYTES, HASH_BYTES);
        }
        return Arrays.copyOf(key, length);
    }

    private static byte[] mac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, never);
        }
    }
}
