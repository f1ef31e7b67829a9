package io.bellwether.client;

/**
 * Under which leadership a write is made: the server applies it only while this token is the Lease's current one, and
 * refuses it with 412 {@code FencedOut} ever after.
 *
 * <p>Source: G-F2.
 *
 * @param token as the server stamped it on the Lease when it was acquired; at least 1
 */
public record Fence(String namespace, String lease, long token) {

    /** The request header that carries a fence. */
    public static final String HEADER = "Bellwether-Fence";

    /** Refuses empty names and tokens below 1. */
    public Fence {
        if (namespace.isEmpty() || lease.isEmpty() || token < 1) {
            throw new IllegalArgumentException(
                    "a fence needs a namespace, a lease and a token of at least 1, not %s/%s;token=%d"
                            .formatted(namespace, lease, token));
        }
    }

    /** The value of {@link #HEADER}. */
    public String headerValue() {
        return namespace + "/" + lease + ";token=" + token;
    }

    /**
     * Reads what {@link #headerValue} writes.
     *
     * <p>Errors: IllegalArgumentException when the text has another form.
     */
    public static Fence parse(String headerValue) {
        int slash = headerValue.indexOf('/');
        int semicolon = headerValue.indexOf(";token=");
        if (slash < 0 || semicolon < slash) {
            throw new IllegalArgumentException(
                    "a fence has the form NAMESPACE/LEASE;token=NUMBER, not \"" + headerValue + "\"");
        }
        long token = Long.parseLong(headerValue.substring(semicolon + ";token=".length()));
        return new Fence(headerValue.substring(0, slash), headerValue.substring(slash + 1, semicolon), token);
    }
}
