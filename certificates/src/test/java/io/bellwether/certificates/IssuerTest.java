package io.bellwether.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.certificates.core.CertificateFacts.Trust;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class IssuerTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private final Issuer issuer = new Issuer(new SplittableRandom(7), NOW);

    private static Leaf member(String... names) {
        return new Leaf(
                "member",
                List.of("etcd"),
                Set.of(Leaf.Purpose.SERVER, Leaf.Purpose.CLIENT),
                Set.of(names),
                Duration.ofDays(90));
    }

    @Test
    void leaf_forBothSides_saysSo() throws GeneralSecurityException {
        Credential authority = issuer.authority();
        Credential leaf = issuer.leaf(authority, member("10.0.0.1", "one.example"));

        leaf.certificate().verify(authority.certificate().getPublicKey());
        assertThat(leaf.certificate().getExtendedKeyUsage()).containsExactlyInAnyOrder(SERVER_AUTH, CLIENT_AUTH);
        assertThat(leaf.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=member,O=etcd");
        assertThat(leaf.facts(authority).names()).containsExactlyInAnyOrder("10.0.0.1", "one.example");
        assertThat(leaf.facts(authority).notAfter()).isEqualTo(NOW.plus(Duration.ofDays(90)));
        assertThat(leaf.facts(authority).trust()).isEqualTo(Trust.OURS);
        assertThat(leaf.facts(issuer.authority()).trust()).isEqualTo(Trust.FOREIGN);
    }

    @Test
    void credential_throughItsText_isTheSame() throws GeneralSecurityException {
        Credential leaf = issuer.leaf(issuer.authority(), member("localhost"));

        Credential read = Pem.credential(Pem.encode(leaf));

        assertThat(read).isEqualTo(leaf);
        assertThat(read.toString()).doesNotContain("PRIVATE");
    }
}
