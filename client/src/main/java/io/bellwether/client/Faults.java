package io.bellwether.client;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Sorts exceptions of the HTTP client into faults; the message is one line and names the server. */
final class Faults {

    private Faults() {}

    static Fault of(URI server, Throwable cause) {
        for (Throwable link = cause; link != null; link = link.getCause()) {
            if (link instanceof UnresolvedAddressException) {
                return fault(Fault.Kind.CONNECT, server, "the name of the host is not known", cause);
            }
            if (link instanceof HttpConnectTimeoutException) {
                return fault(Fault.Kind.TIMEOUT, server, "no connection within the time for it", cause);
            }
            if (link instanceof ConnectException) {
                return fault(Fault.Kind.CONNECT, server, "no connection: " + text(link), cause);
            }
            if (link instanceof SSLException || link instanceof GeneralSecurityException) {
                return fault(Fault.Kind.TLS, server, "TLS failed: " + text(deepest(link)), cause);
            }
        }
        return fault(Fault.Kind.BROKEN, server, "the connection broke: " + text(cause), cause);
    }

    /** Why a connection could not be made; empty when it was, and only the answer took too long. */
    static Optional<Fault> ofOpening(URI server, Throwable cause) {
        for (Throwable link = cause; link != null; link = link.getCause()) {
            if (link instanceof HttpConnectTimeoutException) {
                return Optional.of(fault(Fault.Kind.CONNECT, server, "no connection within the time for it", cause));
            }
            if (link instanceof HttpTimeoutException) {
                return Optional.empty();
            }
        }
        return Optional.of(of(server, cause));
    }

    /** The deadline came while the connection was being made, by a request that goes on. */
    static Fault opening(URI server) {
        return new Fault(Fault.Kind.CONNECT, server + ": no connection yet at the deadline", Optional.empty());
    }

    static Fault credential(Throwable cause) {
        return new Fault(Fault.Kind.CREDENTIAL, text(cause), Optional.of(cause));
    }

    static Fault timeout(Fault.Kind kind, URI server, String after) {
        return new Fault(kind, server + ": no answer within " + after, Optional.empty());
    }

    static Fault malformed(URI server, Throwable cause) {
        return fault(Fault.Kind.BROKEN, server, "the reply is not JSON: " + text(cause), cause);
    }

    static Fault closed(URI server) {
        return new Fault(Fault.Kind.CLOSED, server + ": the client is closed", Optional.empty());
    }

    private static Fault fault(Fault.Kind kind, URI server, String what, Throwable cause) {
        return new Fault(kind, server + ": " + what, Optional.of(cause));
    }

    private static Throwable deepest(Throwable link) {
        Throwable deepest = link;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }

    private static String text(Throwable cause) {
        String message = cause.getMessage();
        String firstLine = message == null ? "" : message.lines().findFirst().orElse("");
        return firstLine.isEmpty() ? cause.getClass().getSimpleName() : firstLine;
    }
}
