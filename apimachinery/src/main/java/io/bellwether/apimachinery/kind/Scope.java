package io.bellwether.apimachinery.kind;

/** Whether objects of a kind live in namespaces. */
public enum Scope {
    NAMESPACED,
    CLUSTER
}
