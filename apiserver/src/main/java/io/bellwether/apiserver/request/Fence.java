package io.bellwether.apiserver.request;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The election and the token under which the sender of a write believes to lead.
 *
 * <p>Source: {@code docs/fencing.md}.
 *
 * @param namespace of the Lease
 * @param lease name of the Lease
 * @param token the fencing token, 1 or more
 */
public record Fence(String namespace, String lease, long token) {

    /** The request header that carries a fence. */
    public static final String HEADER = "Bellwether-Fence";

    private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
    private static final Pattern NAMESPACE = Pattern.compile(LABEL);
    private static final Pattern LEASE =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern FORM =
            Pattern.compile("([^/;\\s]{1,63})/([^/;\\s]{1,253})\\s*;\\s*token=([0-9]{1,18})");

    public Fence {
        if (!NAMESPACE.matcher(namespace).matches()
                || lease.length() > 253
                || !LEASE.matcher(lease).matches()) {
            throw new IllegalArgumentException("a fence names the namespace and the name of a Lease");
        }
        if (token < 1) {
            throw new IllegalArgumentException("a fencing token is 1 or more, not " + token);
        }
    }

    /**
     * Reads the value of the {@link #HEADER}: {@code <namespace>/<lease>;token=<n>}.
     *
     * @throws IllegalArgumentException when it has another form; the message is fit for a 400
     */
    public static Fence parse(String header) {
        Matcher matcher = FORM.matcher(header.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(HEADER + " has the form <namespace>/<lease>;token=<number>");
        }
        return new Fence(matcher.group(1), matcher.group(2), Long.parseLong(matcher.group(3)));
    }

    /** The value of the header: what {@link #parse} reads. */
    public String headerValue() {
        return namespace + "/" + lease + ";token=" + token;
    }
}
