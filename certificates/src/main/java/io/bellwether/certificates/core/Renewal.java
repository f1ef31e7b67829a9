package io.bellwether.certificates.core;

import io.bellwether.certificates.core.CertificateFacts.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What to do about one certificate. */
public sealed interface Renewal {

    /** It serves on. */
    record Keep() implements Renewal {}

    /**
     * A new one is issued.
     *
     * @param reason for the log
     */
    record Issue(String reason) implements Renewal {}

    /**
     * Decides: a certificate is issued when there is none, when it is not ours, when its names are not the wanted ones,
     * and when less than a third of its life remains.
     *
     * @param present the certificate on disk; empty: none
     * @param wanted the names it must stand for
     */
    static Renewal decide(Optional<CertificateFacts> present, Set<String> wanted, Instant now) {
        if (present.isEmpty()) {
            return new Issue("there was none");
        }
        CertificateFacts facts = present.get();
        if (facts.trust() == Trust.FOREIGN) {
            return new Issue("another authority or key");
        }
        if (!facts.names().equals(wanted)) {
            return new Issue("names changed");
        }
        Duration life = Duration.between(facts.notBefore(), facts.notAfter());
        Duration left = Duration.between(now, facts.notAfter());
        return left.multipliedBy(3).compareTo(life) < 0 ? new Issue("less than a third of its life left") : new Keep();
    }
}
