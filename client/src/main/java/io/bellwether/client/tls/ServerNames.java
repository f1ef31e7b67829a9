package io.bellwether.client.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Whether a certificate is for a name: by its subject alternative names only (RFC 6125), a wildcard standing for
 * exactly one leftmost label.
 */
final class ServerNames {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private ServerNames() {}

    static boolean matches(X509Certificate certificate, String name) throws CertificateParsingException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives == null) {
            return false;
        }
        for (List<?> alternative : alternatives) {
            boolean matches = switch ((Integer) alternative.get(0)) {
                case DNS_NAME -> matchesDnsName((String) alternative.get(1), name);
                case IP_ADDRESS -> alternative.get(1).equals(name);
                default -> false;
            };
            if (matches) {
                return true;
            }
        }
        return false;
    }

    static boolean matchesDnsName(String pattern, String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        String offered = pattern.toLowerCase(Locale.ROOT);
        if (!offered.startsWith("*.")) {
            return offered.equals(wanted);
        }
        int firstDot = wanted.indexOf('.');
        return firstDot > 0 && wanted.substring(firstDot).equals(offered.substring(1));
    }
}
