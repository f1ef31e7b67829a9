package io.bellwether.etcd.discovery;

import io.bellwether.etcd.discovery.Registry.Entry;
import io.bellwether.etcd.discovery.Registry.Registered;
import io.bellwether.store.KeyValue;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The v2 discovery protocol as {@code etcd --discovery} of 3.4 to 3.6 speaks it.
 *
 * <p>Where etcd's own keys service leads its clients into a trap, this one does not follow: whoever waits is told of
 * registrations alone, never of removals, which a client would count as one more member; and it is told of one that
 * happened before it began to wait, however long ago.
 *
 * <p>Threads: safe from any thread; a request that waits blocks its caller.
 */
final class V2Protocol {

    private static final Pattern MEMBER = Pattern.compile("[0-9a-f]{1,16}");
    private static final String SIZE = "_config";
    private static final int KEY_NOT_FOUND = 100;
    private static final int NODE_EXISTS = 105;
    private static final int READ_ONLY = 107;
    private static final int INVALID_FIELD = 209;
    private static final int VALUE_LENGTH_LIMIT = 4096;

    private final Registry registry;
    private final Waiting waiting;

    V2Protocol(Registry registry, Waiting waiting) {
        this.registry = registry;
        this.waiting = waiting;
    }

    /** @param rest of the path, after the token */
    Reply answer(String token, List<String> rest, Request request) {
        boolean size = !rest.isEmpty() && rest.getFirst().equals(SIZE);
        Reply reply = switch (rest.size()) {
            case 0 -> request.is("GET") ? directory(token, request) : notAllowed();
            case 1 -> size ? notFound(path(token, SIZE)) : member(token, rest.getFirst(), request);
            case 2 -> size && rest.get(1).equals("size") ? size(token, request) : notFound(String.join("/", rest));
            default -> notFound(String.join("/", rest));
        };
        return reply.index() < 0 ? reply.withIndex(registry.index()) : reply;
    }

    private Reply size(String token, Request request) {
        Optional<KeyValue> entry = registry.sizeEntry(token);
        String key = path(token, SIZE) + "/size";
        if (request.is("PUT")) {
            return setSize(token, key, request);
        }
        if (!request.is("GET")) {
            return notAllowed();
        }
        if (entry.isEmpty()) {
            return notFound(key);
        }
        ObjectNode node = node(
                key, entry.get().value().utf8(), entry.get().createRevision().value());
        return Reply.json(Reply.OK, action("get", node));
    }

    private Reply setSize(String token, String key, Request request) {
        Optional<Integer> size = request.field("value").flatMap(Tokens::size);
        if (size.isEmpty()) {
            return error(Reply.BAD_REQUEST, INVALID_FIELD, "Invalid field", "a size is 1 to 9");
        }
        if (!registry.create(token, size.get())) {
            return error(Reply.EXISTS, NODE_EXISTS, "Key already exists", key);
        }
        return Reply.json(Reply.CREATED, action("set", node(key, size.get().toString(), registry.index())));
    }

    private Reply directory(String token, Request request) {
        if (registry.size(token).isEmpty()) {
            return notFound(path(token));
        }
        if (request.isTrue("wait")) {
            return registered(token, waiting.forEntry(token, Optional.empty(), waitIndex(request)));
        }
        // The index first: what registers in between is then both listed and told, which clients put up with.
        long index = registry.index();
        ObjectNode directory = Wire.JSON.createObjectNode();
        directory.put("key", path(token)).put("dir", true);
        ArrayNode nodes = directory.putArray("nodes");
        for (Entry each : registry.entries(token)) {
            if (each.index() <= index) {
                nodes.add(node(path(token, each.id()), each.value(), each.index()));
            }
        }
        return Reply.json(Reply.OK, action("get", directory)).withIndex(index);
    }

    private Reply member(String token, String id, Request request) {
        if (!MEMBER.matcher(id).matches()) {
            return notFound(path(token, id));
        }
        return switch (request.method()) {
            case "GET" -> read(token, id, request);
            case "PUT" -> register(token, id, request);
            case "DELETE" -> remove(token, id);
            default -> notAllowed();
        };
    }

    private Reply read(String token, String id, Request request) {
        if (request.isTrue("wait")) {
            return registered(token, waiting.forEntry(token, Optional.of(id), waitIndex(request)));
        }
        return registry.entry(token, id)
                .map(entry -> Reply.json(Reply.OK, action("get", node(path(token, id), entry.value(), entry.index()))))
                .orElseGet(() -> notFound(path(token, id)));
    }

    /** A wait that ends without anything is answered with nothing: the client asks again with the same index. */
    private Reply registered(String token, Optional<Entry> entry) {
        return entry.map(found -> Reply.json(
                        Reply.OK, action("create", node(path(token, found.id()), found.value(), found.index()))))
                .orElseGet(() -> Reply.text(Reply.OK, ""));
    }

    private Reply register(String token, String id, Request request) {
        Optional<String> value = request.field("value");
        if (value.isEmpty() || value.get().length() > VALUE_LENGTH_LIMIT) {
            return error(Reply.BAD_REQUEST, INVALID_FIELD, "Invalid field", "value");
        }
        return switch (registry.register(token, id, value.get())) {
            case Registered.Done(Entry entry) ->
                Reply.json(Reply.CREATED, action("create", node(path(token, id), entry.value(), entry.index())));
            case Registered.Exists exists -> error(Reply.EXISTS, NODE_EXISTS, "Key already exists", path(token, id));
            case Registered.NoToken none -> notFound(path(token));
            case Registered.Closed(String why) -> error(Reply.FORBIDDEN, READ_ONLY, "Read only", why);
        };
    }

    private Reply remove(String token, String id) {
        if (registry.isFormed(token)) {
            return error(Reply.FORBIDDEN, READ_ONLY, "Read only", "the cluster has formed");
        }
        return registry.remove(token, id)
                .map(entry ->
                        Reply.json(Reply.OK, action("delete", node(path(token, id), entry.value(), entry.index()))))
                .orElseGet(() -> notFound(path(token, id)));
    }

    private long waitIndex(Request request) {
        return request.parameter("waitIndex")
                .flatMap(Tokens::number)
                .filter(index -> index > 0)
                .orElseGet(() -> registry.index() + 1);
    }

    private static String path(String... parts) {
        return "/_etcd/registry/" + String.join("/", parts);
    }

    private static ObjectNode node(String key, String value, long index) {
        return Wire.JSON
                .createObjectNode()
                .put("key", key)
                .put("value", value)
                .put("modifiedIndex", index)
                .put("createdIndex", index);
    }

    private static ObjectNode action(String action, ObjectNode node) {
        ObjectNode json = Wire.JSON.createObjectNode().put("action", action);
        json.set("node", node);
        return json;
    }

    private Reply notFound(String key) {
        return error(Reply.NOT_FOUND, KEY_NOT_FOUND, "Key not found", key);
    }

    private static Reply notAllowed() {
        return Reply.text(Reply.METHOD_NOT_ALLOWED, "method not allowed\n");
    }

    private Reply error(int status, int code, String message, String cause) {
        ObjectNode json = Wire.JSON.createObjectNode();
        json.put("errorCode", code).put("message", message).put("cause", cause).put("index", registry.index());
        return Reply.json(status, json);
    }
}
