package io.bellwether.etcd.gateway;

/**
 * A key of etcd's and its value.
 *
 * @param key as text
 * @param value as text
 * @param modRevision when it was last written; 0 stands for a key that does not exist
 * @param createRevision when it was written first since it last did not exist
 */
public record Stored(String key, String value, long modRevision, long createRevision) {}
