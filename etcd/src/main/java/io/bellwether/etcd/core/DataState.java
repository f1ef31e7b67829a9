package io.bellwether.etcd.core;

/** What lies in a data directory. Only a write-ahead log is data: a failed start leaves other files behind. */
public sealed interface DataState {

    /** Nothing. */
    record Empty() implements DataState {}

    /** Files, but no log: what a failed start left, or what is left of a lost log. */
    record Leftovers() implements DataState {}

    /** A log that this node wrote. */
    record Present() implements DataState {}

    /** A log that another node, another cluster or an earlier epoch wrote; {@code detail} says which. */
    record Foreign(String detail) implements DataState {}

    /** A log that the installed etcd cannot follow on; {@code detail} says why. */
    record TooOld(String detail) implements DataState {}

    /** Another process has it open. */
    record Locked() implements DataState {}
}
