package io.bellwether.etcd.core;

/** What a guard says about a step. */
public sealed interface Verdict {

    /** It may be done. */
    record Agreed() implements Verdict {}

    /** It must not be done. */
    record Denied(String reason) implements Verdict {}
}
