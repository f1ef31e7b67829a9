package io.bellwether.etcd.core;

/**
 * The identity of a cluster, as etcd computes it from its founding members.
 *
 * @param value unsigned
 */
public record ClusterId(long value) {

    /** Reads etcd's form: hexadecimal without leading zeros. */
    public static ClusterId ofHex(String hex) {
        return new ClusterId(Long.parseUnsignedLong(hex, 16));
    }

    /** Reads the form of etcd's JSON gateway: decimal, unsigned. */
    public static ClusterId ofDecimal(String decimal) {
        return new ClusterId(Long.parseUnsignedLong(decimal));
    }

    /** Hexadecimal without leading zeros, as etcd prints it. */
    @Override
    public String toString() {
        return Long.toHexString(value);
    }
}
