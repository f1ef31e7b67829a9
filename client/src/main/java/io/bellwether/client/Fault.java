package io.bellwether.client;

import java.util.Optional;

/**
 * Why there is no answer.
 *
 * @param message for a person: what failed, at which server
 */
public record Fault(Kind kind, String message, Optional<Throwable> cause) {

    /** The kinds of fault, by what helps against them. */
    public enum Kind {
        /** Name, network or port: nobody was reached, or waiting for the connection took the time for the answer. */
        CONNECT,
        /** The server is not who it should be, or does not accept the client's certificate. */
        TLS,
        /**
         * The deadline or the connect timeout passed. The connection may be dead, or takes longer to make than the
         * request may wait: {@link ApiClient#dropConnections}.
         */
        TIMEOUT,
        /** The connection broke, or the reply is not what a server of this protocol says. */
        BROKEN,
        /** Token, certificate or plugin of the configuration cannot be used. */
        CREDENTIAL,
        /** The client was closed, or its connections were dropped. */
        CLOSED
    }
}
