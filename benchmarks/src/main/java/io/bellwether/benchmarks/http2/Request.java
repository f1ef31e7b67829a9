package io.bellwether.benchmarks.http2;

/** A request with a body of JSON, or without one. */
public final class Request {

    private static final byte[] NO_BODY = new byte[0];

    private final Method method;
    private final String path;
    private final byte[] body;

    /** @param body not copied, and not to be changed; empty for none */
    public Request(Method method, String path, byte[] body) {
        this.method = method;
        this.path = path;
        this.body = body;
    }

    /** The methods that are measured. */
    public enum Method {
        /** Read. */
        GET,
        /** Create. */
        POST,
        /** Replace. */
        PUT,
        /** Delete. */
        DELETE
    }

    /** Without a body. */
    public static Request get(String path) {
        return new Request(Method.GET, path, NO_BODY);
    }

    /** What is asked for. */
    public Method method() {
        return method;
    }

    /** The path with the query. */
    public String path() {
        return path;
    }

    byte[] body() {
        return body;
    }

    boolean hasBody() {
        return body.length > 0;
    }
}
