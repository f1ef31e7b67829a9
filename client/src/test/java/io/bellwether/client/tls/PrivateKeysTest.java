package io.bellwether.client.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.client.TestKeys;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateKeysTest {

    @TempDir
    private Path folder;

    @Test
    void parse_pkcs8_readsRsaEcAndEd25519() throws Exception {
        for (String algorithm : new String[] {"RSA", "EC", "Ed25519"}) {
            TestKeys keys = TestKeys.create(folder, algorithm, algorithm, "dns:a");
            assertThat(PrivateKeys.parse(keys.keyPem()).getEncoded())
                    .isEqualTo(keys.key().getEncoded());
        }
    }

    @Test
    void parse_pkcs1_readsTheSameKey() throws Exception {
        TestKeys keys = TestKeys.create(folder, "rsa", "RSA", "dns:a");
        PrivateKey key = PrivateKeys.parse(TestKeys.pem("RSA PRIVATE KEY", bareKey(keys)));
        assertThat(key.getEncoded()).isEqualTo(keys.key().getEncoded());
    }

    @Test
    void parse_sec1WithItsCurve_readsTheSameKey() throws Exception {
        TestKeys keys = TestKeys.create(folder, "ec", "EC", "dns:a");
        ByteBuffer bare = Der.read(ByteBuffer.wrap(bareKey(keys))).content();
        byte[] version = Der.encode(Der.INTEGER, Der.bytes(Der.read(bare).content()));
        byte[] secret = Der.encode(Der.OCTET_STRING, Der.bytes(Der.read(bare).content()));
        byte[] curve = Der.encode(0xa0, Der.encode(Der.OBJECT_IDENTIFIER, curveOf(keys)));
        String pem = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                + TestKeys.pem("EC PRIVATE KEY", Der.encode(Der.SEQUENCE, version, secret, curve));
        assertThat(((ECPrivateKey) PrivateKeys.parse(pem)).getS()).isEqualTo(((ECPrivateKey) keys.key()).getS());
    }

    @Test
    void parse_sec1WithoutACurve_isRefused() {
        byte[] key = Der.encode(
                Der.SEQUENCE, Der.encode(Der.INTEGER, new byte[] {1}), Der.encode(Der.OCTET_STRING, new byte[32]));
        assertThatThrownBy(() -> PrivateKeys.parse(TestKeys.pem("EC PRIVATE KEY", key)))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("curve");
    }

    @Test
    void parse_encryptedTruncatedOrNoKey_isRefused() {
        assertThatThrownBy(() -> PrivateKeys.parse(
                        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"))
                .hasMessageContaining("encrypted");
        assertThatThrownBy(() -> PrivateKeys.parse(
                        TestKeys.pem("PRIVATE KEY", HexFormat.of().parseHex("3082ffff00"))))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> PrivateKeys.parse("no pem")).hasMessageContaining("no private key");
    }

    private static byte[] curveOf(TestKeys keys) throws GeneralSecurityException {
        ByteBuffer outer = Der.read(ByteBuffer.wrap(keys.key().getEncoded())).content();
        Der.read(outer);
        ByteBuffer algorithm = Der.read(outer).content();
        Der.read(algorithm);
        return Der.bytes(Der.read(algorithm).content());
    }

    /** What PKCS#8 wraps: version, algorithm, then the bare key in an octet string. */
    private static byte[] bareKey(TestKeys keys) throws GeneralSecurityException {
        ByteBuffer outer = Der.read(ByteBuffer.wrap(keys.key().getEncoded())).content();
        Der.read(outer);
        Der.read(outer);
        return Der.bytes(Der.read(outer).content());
    }
}
