package io.bellwether.apiserver.openapi;

import io.bellwether.apimachinery.GroupVersion;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apiserver.endpoint.Endpoint;
import io.bellwether.apiserver.endpoint.EndpointReply;
import io.bellwether.apiserver.endpoint.EndpointRequest;
import io.bellwether.store.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /openapi/v3}: an index of the groups and versions, whose URLs carry the hash of the document behind them. With
 * the right hash a document may be kept for ever; with another one the client is sent to the right one.
 *
 * <p>{@code /openapi/v2} is an empty document: see {@link OpenApiV2}.
 *
 * <p>Threads: safe from any thread. The documents are made when the first client asks for a catalog's; two that ask
 * first make them both, to the same end.
 */
public final class OpenApiEndpoint implements Endpoint {

    private static final String ROOT = "/openapi/v3";
    private static final String JSON = "application/json";

    private final Supplier<KindCatalog> catalog;
    private final BiFunction<KindCatalog, GroupVersion, byte[]> renderer;
    private final AtomicReference<Documents> documents = new AtomicReference<>();

    /**
     * Serves the documents of the catalog that is supplied.
     *
     * @param catalog an immutable one, another after each change
     * @param renderer writes the document of one group and version, JSON
     */
    public OpenApiEndpoint(Supplier<KindCatalog> catalog, BiFunction<KindCatalog, GroupVersion, byte[]> renderer) {
        this.catalog = catalog;
        this.renderer = renderer;
    }

    @Override
    public EndpointReply get(EndpointRequest request) {
        if (request.path().equals(OpenApiV2.PATH)) {
            return OpenApiV2.reply(request);
        }
        if (!request.path().equals(ROOT) && !request.path().startsWith(ROOT + "/")) {
            throw Status.unknownPath().asException();
        }
        if (!takesJson(request)) {
            throw Status.notAcceptable(List.of(JSON)).asException();
        }
        Documents current = documents();
        if (request.path().equals(ROOT)) {
            return EndpointReply.json(current.index);
        }
        Document document = current.byPath.get(request.path());
        if (document == null) {
            throw Status.unknownPath().asException();
        }
        return document.reply(request);
    }

    private static boolean takesJson(EndpointRequest request) {
        return request.accept().isEmpty() || request.accept().stream().anyMatch(range -> range.includes(JSON));
    }

    private Documents documents() {
        KindCatalog present = catalog.get();
        Documents known = documents.get();
        if (known != null && known.catalog == present) {
            return known;
        }
        Documents fresh = Documents.of(present, renderer);
        documents.set(fresh);
        return fresh;
    }

    private record Documents(KindCatalog catalog, Bytes index, Map<String, Document> byPath) {

        static Documents of(KindCatalog catalog, BiFunction<KindCatalog, GroupVersion, byte[]> renderer) {
            Map<String, Document> byPath = new TreeMap<>();
            ObjectNode index = JsonNodeFactory.instance.objectNode();
            ObjectNode paths = index.putObject("paths");
            for (GroupVersion version : catalog.groupVersions()) {
                String name = (version.group().isEmpty() ? "api/" : "apis/") + version;
                Document document = Document.of(ROOT + "/" + name, Bytes.wrap(renderer.apply(catalog, version)));
                byPath.put(document.path, document);
                paths.putObject(name).put("serverRelativeURL", document.url());
            }
            return new Documents(catalog, Bytes.utf8(index + "\n"), Map.copyOf(byPath));
        }
    }

    private record Document(String path, Bytes body, String hash) {

        static Document of(String path, Bytes body) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.shared());
                return new Document(path, body, HexFormat.of().withUpperCase().formatHex(digest));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        String url() {
            return path + "?hash=" + hash;
        }

        EndpointReply reply(EndpointRequest request) {
            Optional<String> asked = request.query().first("hash");
            if (asked.isPresent() && !asked.get().equals(hash)) {
                return new EndpointReply(302, JSON, Map.of("Location", url()), Bytes.EMPTY);
            }
            String tag = '"' + hash + '"';
            Map<String, String> headers = asked.isPresent()
                    ? Map.of("ETag", tag, "Vary", "Accept", "Cache-Control", "public, immutable, max-age=31536000")
                    : Map.of("ETag", tag, "Vary", "Accept");
            boolean known = request.ifNoneMatch()
                    .filter(tags -> tags.equals("*") || tags.contains(tag))
                    .isPresent();
            return known
                    ? new EndpointReply(304, JSON, headers, Bytes.EMPTY)
                    : new EndpointReply(200, JSON, headers, body);
        }
    }
}
