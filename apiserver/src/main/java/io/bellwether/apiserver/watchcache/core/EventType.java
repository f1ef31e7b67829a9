package io.bellwether.apiserver.watchcache.core;

/** What a watch says of an object. */
public enum EventType {
    ADDED,
    MODIFIED,
    DELETED
}
