package io.bellwether.cli.demo.core;

/** One change that the server made, as a watch delivered it. */
public sealed interface ServerEntry {

    /** The revision of the change. */
    long revision();

    /** When the watch delivered it, in nanoseconds of the machine's boot-time clock. */
    long atNanos();

    /** The Lease was written; {@code holder} is empty when nobody holds it. */
    record Leased(long revision, long atNanos, String holder, long token) implements ServerEntry {}

    /** A worker's write was accepted. */
    record Written(long revision, long atNanos, long token, long sequence) implements ServerEntry {}
}
