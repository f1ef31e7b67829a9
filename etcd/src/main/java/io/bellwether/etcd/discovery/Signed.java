package io.bellwether.etcd.discovery;

import io.bellwether.certificates.SigningKey;
import java.nio.charset.StandardCharsets;

/**
 * What the members of a secured cluster sign when they speak to a discovery service: which request it is, and a
 * challenge of the service's, so that nobody can send it a second time.
 *
 * @param challenge the service's
 * @param signature the member's
 */
record Signed(String challenge, String signature) {

    /** The header by which the service hands a challenge out. */
    static final String CHALLENGE_HEADER = "Bellwether-Challenge";

    /** The header of a signed request. */
    static final String SIGNATURE_HEADER = "Bellwether-Signature";

    static Signed of(SigningKey key, String challenge, String token, String verb, String body) {
        return new Signed(challenge, key.sign(message(challenge, token, verb, body)));
    }

    /** Reads the header; a text that is none has no valid signature. */
    static Signed parse(String header) {
        int space = header.indexOf(' ');
        return space < 0
                ? new Signed("", "")
                : new Signed(
                        header.substring(0, space), header.substring(space + 1).strip());
    }

    String header() {
        return challenge + " " + signature;
    }

    boolean isBy(String publicKey, String token, String verb, String body) {
        return SigningKey.isSignedBy(publicKey, message(challenge, token, verb, body), signature);
    }

    private static byte[] message(String challenge, String token, String verb, String body) {
        return String.join("\n", "bellwether discovery 1", challenge, token, verb, body)
                .getBytes(StandardCharsets.UTF_8);
    }
}
