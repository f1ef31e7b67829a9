package io.bellwether.client.tls;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;

/**
 * Private keys in the three forms found in kubeconfigs. Java reads only PKCS#8, so the two older forms are wrapped in
 * it first.
 */
final class PrivateKeys {

    private static final String RSA = "2a864886f70d010101";
    private static final String EC = "2a8648ce3d0201";
    private static final String ED25519 = "2b6570";
    private static final int SEC1_PARAMETERS = 0xa0;
    private static final byte[] VERSION_0 = Der.encode(Der.INTEGER, new byte[] {0});

    private PrivateKeys() {}

    /** The first private key of a PEM text. */
    static PrivateKey parse(String pem) throws GeneralSecurityException {
        for (PemBlocks.Block block : PemBlocks.parse(pem)) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return pkcs8(block.der());
                }
                case "RSA PRIVATE KEY" -> {
                    return key("RSA", wrap(RSA, Der.encode(Der.NULL), block.der()));
                }
                case "EC PRIVATE KEY" -> {
                    return key("EC", wrap(EC, curve(block.der()), block.der()));
                }
                default -> {
                    // EC PARAMETERS and certificates may stand before the key.
                }
            }
        }
        throw new GeneralSecurityException(
                "no private key in the PEM text (expected PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY)");
    }

    private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        ByteBuffer sequence = Der.read(ByteBuffer.wrap(der)).content();
        Der.read(sequence);
        Der.Value algorithm = Der.read(Der.read(sequence).content());
        String identifier = HexFormat.of().formatHex(Der.bytes(algorithm.content()));
        return switch (identifier) {
            case RSA -> key("RSA", der);
            case EC -> key("EC", der);
            case ED25519 -> key("Ed25519", der);
            default -> throw new GeneralSecurityException("the private key is neither RSA nor EC nor Ed25519");
        };
    }

    /** RFC 5208: version, algorithm with its parameters, the bare key as an octet string. */
    private static byte[] wrap(String algorithm, byte[] parameters, byte[] bareKey) {
        byte[] identifier = Der.encode(
                Der.SEQUENCE, Der.encode(Der.OBJECT_IDENTIFIER, HexFormat.of().parseHex(algorithm)), parameters);
        return Der.encode(Der.SEQUENCE, VERSION_0, identifier, Der.encode(Der.OCTET_STRING, bareKey));
    }

    /**
     * The curve stands in the optional first context field of the SEC 1 structure (RFC 5915); without it the key cannot
     * be used.
     */
    private static byte[] curve(byte[] sec1) throws GeneralSecurityException {
        ByteBuffer sequence = Der.read(ByteBuffer.wrap(sec1)).content();
        while (sequence.hasRemaining()) {
            Der.Value value = Der.read(sequence);
            if (value.tag() == SEC1_PARAMETERS) {
                return Der.bytes(value.content());
            }
        }
        throw new GeneralSecurityException("the EC private key does not name its curve");
    }

    private static PrivateKey key(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }
}
