package io.bellwether.apiserver.http;

import io.bellwether.apimachinery.Status;
import io.bellwether.apiserver.auth.Authentication;
import io.bellwether.apiserver.auth.Authentication.Absent;
import io.bellwether.apiserver.auth.Authentication.Authenticated;
import io.bellwether.apiserver.auth.Authentication.Rejected;
import io.bellwether.apiserver.auth.ClientCertificates;
import io.bellwether.apiserver.auth.Groups;
import io.bellwether.apiserver.auth.StaticTokens;
import io.bellwether.apiserver.request.UserInfo;
import io.bellwether.execution.Clock;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out who sends a request: by the connection's client certificate, else by the request's bearer token. Bad
 * credentials are refused everywhere; none at all are enough for the public paths only.
 *
 * <p>Threads: safe from any thread. A certificate is verified once per connection and its end of life checked with
 * every request.
 */
final class IdentityResolver {

    private static final Logger log = LoggerFactory.getLogger(IdentityResolver.class);
    private static final String CONNECTION_IDENTITY = IdentityResolver.class.getName();
    private static final String BEARER = "Bearer ";

    private final ClientCertificates certificates;
    private final StaticTokens tokens;
    private final Clock clock;

    IdentityResolver(ClientCertificates certificates, StaticTokens tokens, Clock clock) {
        this.certificates = certificates;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Whether a path may be read without credentials. */
    enum Openness {
        PUBLIC,
        PROTECTED
    }

    /** The user; throws 401. */
    UserInfo resolve(Request request, Openness openness) {
        Authentication byCertificate = ofConnection(request.getConnectionMetaData());
        if (byCertificate instanceof Authenticated good) {
            return good.user();
        }
        Authentication byToken = ofHeader(request);
        if (byToken instanceof Authenticated good) {
            return good.user();
        }
        if (byCertificate instanceof Absent && byToken instanceof Absent && openness == Openness.PUBLIC) {
            return Groups.ANONYMOUS;
        }
        log.atDebug()
                .addKeyValue("certificate", byCertificate)
                .addKeyValue("token", byToken)
                .log("Refused credentials");
        throw Status.unauthorized().asException();
    }

    private Authentication ofConnection(ConnectionMetaData connection) {
        Authentication known = (Authentication) connection.getAttribute(CONNECTION_IDENTITY);
        if (known == null) {
            known = certificates.authenticate(peerCertificates(connection));
            connection.setAttribute(CONNECTION_IDENTITY, known);
        }
        return known instanceof Authenticated good && good.until().isBefore(clock.wallTime())
                ? new Rejected("client certificate: its life ended during the connection")
                : known;
    }

    private static List<X509Certificate> peerCertificates(ConnectionMetaData connection) {
        EndPoint.SslSessionData session =
                connection.getConnection().getEndPoint().getSslSessionData();
        return Optional.ofNullable(session)
                .map(EndPoint.SslSessionData::peerCertificates)
                .map(List::of)
                .orElse(List.of());
    }

    private Authentication ofHeader(Request request) {
        String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (header == null) {
            return new Absent();
        }
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return new Rejected("unknown authorization scheme");
        }
        return tokens.authenticate(header.substring(BEARER.length()).strip());
    }
}
