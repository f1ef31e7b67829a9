package io.bellwether.benchmarks.http;

import io.bellwether.benchmarks.http2.Request;
import java.nio.charset.StandardCharsets;

/** Requests about ConfigMaps of about 1 KB in one namespace. */
final class ConfigMaps {

    /** The object as sent has about 1 KB; stored, with its metadata, about 1.1 to 1.4 KB. */
    private static final String FILLER = "x".repeat(900);

    /** Where a watcher finds the number of the write in an event. */
    static final String SEQUENCE_MARKER = "\"sequence\":\"";

    private final String namespace;
    private final String path;

    ConfigMaps(String namespace) {
        this.namespace = namespace;
        this.path = "/api/v1/namespaces/" + namespace + "/configmaps";
    }

    String namespace() {
        return namespace;
    }

    Request createNamespace() {
        String body = "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"" + namespace + "\"}}";
        return new Request(Request.Method.POST, "/api/v1/namespaces", bytes(body));
    }

    Request create(String name, long sequence) {
        return new Request(Request.Method.POST, path, object(name, sequence));
    }

    /** Without a resourceVersion: an unconditional replacement. */
    Request replace(String name, long sequence) {
        return new Request(Request.Method.PUT, path + "/" + name, object(name, sequence));
    }

    Request get(String name) {
        return Request.get(path + "/" + name);
    }

    Request list() {
        return Request.get(path);
    }

    Request list(int limit) {
        return Request.get(path + "?limit=" + limit);
    }

    Request watch(String resourceVersion) {
        return Request.get(path + "?watch=true&resourceVersion=" + resourceVersion);
    }

    private byte[] object(String name, long sequence) {
        return bytes("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + name
                + "\"},\"data\":{\"filler\":\"" + FILLER + "\",\"sequence\":\"" + sequence + "\"}}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
