package io.bellwether.client.tls;

/** Which servers are believed to be who they say. */
public sealed interface Trust {

    /** Those certified by an authority of the Java runtime. */
    record SystemAuthorities() implements Trust {}

    /** Those certified by these authorities, and no others. */
    record Authorities(PemSource certificates) implements Trust {}

    /** All of them: no protection against an impostor. Only when the configuration says so. */
    record Anything() implements Trust {}
}
