package io.bellwether.etcd.discovery;

import tools.jackson.databind.node.ObjectNode;

/**
 * What an HTTP request is answered with.
 *
 * @param index for the header by which v2 clients know from where on to wait; negative: none
 * @param challenge for the next signed request; empty: none
 */
record Reply(int status, String type, String body, long index, String challenge) {

    static final int OK = 200;
    static final int CREATED = 201;
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int CONFLICT = 409;
    static final int EXISTS = 412;
    static final int TOO_LARGE = 413;
    static final int UNAVAILABLE = 503;

    private static final long NO_INDEX = -1;

    static Reply text(int status, String text) {
        return new Reply(status, "text/plain; charset=utf-8", text, NO_INDEX, "");
    }

    static Reply json(int status, ObjectNode json) {
        return new Reply(status, "application/json", json.toString(), NO_INDEX, "");
    }

    Reply withIndex(long value) {
        return new Reply(status, type, body, value, challenge);
    }

    Reply withChallenge(String value) {
        return new Reply(status, type, body, index, value);
    }
}
