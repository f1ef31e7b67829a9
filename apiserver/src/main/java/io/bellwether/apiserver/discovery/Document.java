package io.bellwether.apiserver.discovery;

import io.bellwether.apiserver.endpoint.EndpointReply;
import io.bellwether.apiserver.endpoint.EndpointRequest;
import io.bellwether.store.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** A document that clients keep: sent with its entity tag, and not again to who has it. */
record Document(String contentType, Bytes body, String entityTag) {

    static Document of(String contentType, ObjectNode content) {
        Bytes body = Bytes.utf8(content + "\n");
        return new Document(contentType, body, '"' + sha256(body) + '"');
    }

    EndpointReply reply(EndpointRequest request) {
        Map<String, String> headers = Map.of("ETag", entityTag, "Vary", "Accept");
        boolean known = request.ifNoneMatch()
                .filter(tags -> tags.equals("*") || tags.contains(entityTag))
                .isPresent();
        return known
                ? new EndpointReply(304, contentType, headers, Bytes.EMPTY)
                : new EndpointReply(200, contentType, headers, body);
    }

    private static String sha256(Bytes body) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body.shared()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
