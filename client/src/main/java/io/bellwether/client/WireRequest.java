package io.bellwether.client;

import io.bellwether.apimachinery.json.Trees;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request as HTTP says it, without server and identity.
 *
 * @param body empty for reads; a write always has one (a deletion its options), see {@link SentOnce}
 */
record WireRequest(String method, String pathAndQuery, Optional<Body> body, Optional<Fence> fence) {

    private static final String JSON = "application/json";

    /** Encoded once; the bytes are given to one {@link SentOnce} and to nobody else. */
    @SuppressWarnings("ArrayRecordComponent")
    record Body(String contentType, byte[] bytes) {}

    static WireRequest of(Request request) {
        return switch (request) {
            case Request.Get(ResourcePath path) -> read(path.urlPath(), List.of());
            case Request.ListPage(ResourcePath path, ListOptions options) -> read(path.urlPath(), query(options));
            case Request.Raw(String pathAndQuery) -> read(pathAndQuery, List.of());
            case Request.Create create ->
                write(
                        "POST",
                        create.path(),
                        create.options(),
                        JSON,
                        create.object().json());
            case Request.Update update ->
                write(
                        "PUT",
                        update.path(),
                        update.options(),
                        JSON,
                        update.object().json());
            case Request.Patch patch ->
                write("PATCH", patch.path(), patch.options(), patch.format().mediaType(), patch.patch());
            case Request.Delete delete -> delete(delete);
        };
    }

    static WireRequest watch(ResourcePath path, WatchOptions options) {
        List<String> query = new ArrayList<>();
        query.add("watch=true");
        query.add("allowWatchBookmarks=true");
        add(query, "labelSelector", options.labelSelector());
        add(query, "fieldSelector", options.fieldSelector());
        add(query, "resourceVersion", options.resourceVersion());
        add(
                query,
                "timeoutSeconds",
                options.timeout().isZero()
                        ? ""
                        : Long.toString(options.timeout().toSeconds()));
        return read(path.urlPath(), query);
    }

    private static WireRequest read(String path, List<String> query) {
        return new WireRequest("GET", withQuery(path, query), Optional.empty(), Optional.empty());
    }

    private static WireRequest write(
            String method, ResourcePath path, WriteOptions options, String contentType, JsonNode body) {
        List<String> query = new ArrayList<>();
        add(query, "dryRun", options.mode() == WriteOptions.Mode.DRY_RUN ? "All" : "");
        add(query, "fieldManager", options.fieldManager());
        if (options.fieldCheck() != WriteOptions.DEFAULT.fieldCheck()) {
            add(query, "fieldValidation", options.fieldCheck().parameter());
        }
        return new WireRequest(
                method, withQuery(path.urlPath(), query), Optional.of(encode(contentType, body)), options.fence());
    }

    private static WireRequest delete(Request.Delete delete) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.put("kind", "DeleteOptions").put("apiVersion", "v1");
        ObjectNode preconditions = JsonNodeFactory.instance.objectNode();
        putText(preconditions, "uid", delete.preconditions().uid());
        putText(preconditions, "resourceVersion", delete.preconditions().resourceVersion());
        if (!preconditions.isEmpty()) {
            options.set("preconditions", preconditions);
        }
        if (delete.options().mode() == WriteOptions.Mode.DRY_RUN) {
            options.putArray("dryRun").add("All");
        }
        return new WireRequest(
                "DELETE",
                delete.path().urlPath(),
                Optional.of(encode(JSON, options)),
                delete.options().fence());
    }

    private static Body encode(String contentType, JsonNode body) {
        return new Body(contentType, Trees.write(body));
    }

    private static List<String> query(ListOptions options) {
        List<String> query = new ArrayList<>();
        add(query, "labelSelector", options.labelSelector());
        add(query, "fieldSelector", options.fieldSelector());
        add(query, "limit", options.limit() == 0 ? "" : Integer.toString(options.limit()));
        add(query, "continue", options.continueToken());
        add(query, "resourceVersion", options.resourceVersion());
        return query;
    }

    private static void add(List<String> query, String name, String value) {
        if (!value.isEmpty()) {
            query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    private static void putText(ObjectNode object, String field, String value) {
        if (!value.isEmpty()) {
            object.put(field, value);
        }
    }

    private static String withQuery(String path, List<String> query) {
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }
}
