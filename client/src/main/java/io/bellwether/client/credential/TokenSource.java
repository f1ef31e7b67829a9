package io.bellwether.client.credential;

import java.nio.file.Path;

/** Where the bearer token of a request comes from. */
public sealed interface TokenSource {

    /** No token: the client proves itself by a certificate, or not at all. */
    record None() implements TokenSource {}

    /** A token in the configuration. */
    record Fixed(String token) implements TokenSource {

        /** Without the token. */
        @Override
        public String toString() {
            return "fixed token";
        }
    }

    /** A token in a file that somebody renews: it is read again for each request. */
    record InFile(Path file) implements TokenSource {}

    /**
     * A token, or a certificate, that a credential plugin hands out; kept until it expires or the server refuses it.
     */
    record FromCommand(ExecCommand command) implements TokenSource {}
}
