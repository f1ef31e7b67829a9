package io.bellwether.certificates.core;

import java.time.Instant;
import java.util.Set;

/**
 * What the decision about a certificate needs to know of it.
 *
 * @param names the DNS names and IP addresses it stands for; empty for a client's certificate; the set is copied
 * @param notBefore the first moment of its life
 * @param notAfter the last moment of its life
 * @param trust whether the present authority issued it
 */
public record CertificateFacts(Set<String> names, Instant notBefore, Instant notAfter, Trust trust) {

    /** Whether a certificate belongs to the present authority. */
    public enum Trust {
        /** Issued by the present authority. */
        OURS,
        /** Anything else. */
        FOREIGN
    }

    /** Copies the set. */
    public CertificateFacts {
        names = Set.copyOf(names);
    }
}
