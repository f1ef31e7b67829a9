package io.bellwether.etcd.core;

/** The one next step about the databases, with its reason. */
public sealed interface CarePlan {

    /** Why. */
    String reason();

    /** Nothing. */
    record Rest(String reason) implements CarePlan {}

    /** Forget the history, so that its space becomes free. */
    record Compact(String reason) implements CarePlan {}

    /** Give the free space of a database back. */
    record Defragment(MemberId member, String reason) implements CarePlan {}

    /** Let the cluster write again. */
    record Disarm(String reason) implements CarePlan {}
}
