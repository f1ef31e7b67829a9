package io.bellwether.certificates.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.certificates.core.CertificateFacts.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RenewalTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void renewal_aThirdLeft_decides() {
        CertificateFacts facts = new CertificateFacts(Set.of("a"), NOW, NOW.plus(Duration.ofDays(90)), Trust.OURS);

        assertThat(Renewal.decide(Optional.of(facts), Set.of("a"), NOW.plus(Duration.ofDays(60))))
                .isEqualTo(new Renewal.Keep());
        assertThat(Renewal.decide(Optional.of(facts), Set.of("a"), NOW.plus(Duration.ofDays(61))))
                .isInstanceOf(Renewal.Issue.class);
        assertThat(Renewal.decide(Optional.of(facts), Set.of("b"), NOW)).isInstanceOf(Renewal.Issue.class);
        assertThat(Renewal.decide(Optional.empty(), Set.of("a"), NOW)).isInstanceOf(Renewal.Issue.class);
    }

    @Test
    void renewal_ofAForeignCertificate_isDue() {
        CertificateFacts facts = new CertificateFacts(Set.of("a"), NOW, NOW.plus(Duration.ofDays(90)), Trust.FOREIGN);

        assertThat(Renewal.decide(Optional.of(facts), Set.of("a"), NOW)).isInstanceOf(Renewal.Issue.class);
    }
}
