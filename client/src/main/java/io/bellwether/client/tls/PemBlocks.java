package io.bellwether.client.tls;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The labelled blocks of a PEM text (RFC 7468), in order; what stands between the blocks is ignored. */
final class PemBlocks {

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    private PemBlocks() {}

    /** One block: its label ("CERTIFICATE") and its bytes (DER). */
    @SuppressWarnings("ArrayRecordComponent") // Read once by the parser of keys or certificates, and dropped.
    record Block(String label, byte[] der) {}

    static List<Block> parse(String text) throws GeneralSecurityException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), decode(matcher.group(1), matcher.group(2))));
        }
        return blocks;
    }

    private static byte[] decode(String label, String body) throws GeneralSecurityException {
        if (body.contains("DEK-Info") || label.startsWith("ENCRYPTED")) {
            throw new GeneralSecurityException("the " + label + " is encrypted; decrypt it first (openssl pkey)");
        }
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException malformed) {
            throw new GeneralSecurityException("the " + label + " is not base64", malformed);
        }
    }
}
