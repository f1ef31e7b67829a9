package io.bellwether.etcd.core;

/**
 * The identity of a member, as etcd computes it from its peer URLs, the cluster's token and the time.
 *
 * @param value unsigned
 */
public record MemberId(long value) implements Comparable<MemberId> {

    /** Reads etcd's form: hexadecimal without leading zeros. */
    public static MemberId ofHex(String hex) {
        return new MemberId(Long.parseUnsignedLong(hex, 16));
    }

    /** Reads the form of etcd's JSON gateway: decimal, unsigned. */
    public static MemberId ofDecimal(String decimal) {
        return new MemberId(Long.parseUnsignedLong(decimal));
    }

    /** The form of etcd's JSON gateway. */
    public String decimal() {
        return Long.toUnsignedString(value);
    }

    @Override
    public int compareTo(MemberId other) {
        return Long.compareUnsigned(value, other.value);
    }

    /** Hexadecimal without leading zeros, as etcd prints it. */
    @Override
    public String toString() {
        return Long.toHexString(value);
    }
}
