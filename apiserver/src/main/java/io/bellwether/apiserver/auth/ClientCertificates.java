package io.bellwether.apiserver.auth;

import io.bellwether.apiserver.auth.Authentication.Absent;
import io.bellwether.apiserver.auth.Authentication.Authenticated;
import io.bellwether.apiserver.auth.Authentication.Rejected;
import io.bellwether.apiserver.request.UserInfo;
import io.bellwether.execution.Clock;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Authenticates by a client certificate of our authority: the common name is the user, each organization a group.
 *
 * <p>TLS itself lets every certificate in (possession of the key is proven there): a foreign or expired one then gets a
 * 401 that says so, instead of a broken handshake, and a good token beside it still counts.
 *
 * <p>Threads: immutable. A verification costs a signature check; the caller remembers the outcome for the connection.
 */
public final class ClientCertificates {

    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";

    private final Set<TrustAnchor> anchors;
    private final Clock clock;

    /** Trusts the certificates that this authority signed. */
    public ClientCertificates(X509Certificate authority, Clock clock) {
        this.anchors = Set.of(new TrustAnchor(authority, null));
        this.clock = clock;
    }

    /**
     * Judges a chain.
     *
     * @param chain as the client sent it, its own certificate first; empty: it sent none
     */
    public Authentication authenticate(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            return new Absent();
        }
        try {
            validate(chain);
            X509Certificate leaf = chain.getFirst();
            Instant until = chain.stream()
                    .map(certificate -> certificate.getNotAfter().toInstant())
                    .min(Instant::compareTo)
                    .orElseThrow();
            return new Authenticated(user(leaf), until);
        } catch (GeneralSecurityException | NamingException | IllegalArgumentException e) {
            return new Rejected("client certificate: " + e.getMessage());
        }
    }

    private void validate(List<X509Certificate> chain) throws GeneralSecurityException {
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(clock.wallTime()));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
        List<String> usages = chain.getFirst().getExtendedKeyUsage();
        if (usages == null || !(usages.contains(CLIENT_AUTHENTICATION) || usages.contains(ANY_USAGE))) {
            throw new GeneralSecurityException("not made for clients");
        }
    }

    private static UserInfo user(X509Certificate certificate) throws InvalidNameException {
        LdapName subject = new LdapName(certificate.getSubjectX500Principal().getName());
        String user = "";
        List<String> groups = new ArrayList<>();
        for (Rdn part : subject.getRdns()) {
            switch (part.getType().toUpperCase(Locale.ROOT)) {
                case "CN" -> user = String.valueOf(part.getValue());
                case "O" -> groups.add(String.valueOf(part.getValue()));
                default -> {
                    // Other attributes of a name say nothing about the user.
                }
            }
        }
        groups.add(Groups.AUTHENTICATED);
        return new UserInfo(user, groups);
    }
}
