package io.bellwether.election.routing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * As much of an API server as routing needs: objects by their paths, with versions, labels and merge patches.
 *
 * <p>Threads: safe from any thread.
 */
final class ObjectsServer implements AutoCloseable {

    private final HttpServer http;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final Map<String, ObjectNode> objects = new TreeMap<>();

    @GuardedBy("lock")
    private int refusals;

    @GuardedBy("lock")
    private int version = 1;

    ObjectsServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::serve);
        http.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    void put(String path, String json) {
        lock.lock();
        try {
            put(path, (ObjectNode) JsonMapper.shared().readTree(json));
        } finally {
            lock.unlock();
        }
    }

    /** Answers the next requests with 503. */
    void refuse(int count) {
        lock.lock();
        try {
            refusals = count;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until an object is as described; empty when it was not within 20 s. */
    Optional<JsonNode> await(String path, Predicate<JsonNode> described) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = 20_000_000_000L;
            while (left > 0) {
                ObjectNode object = objects.get(path);
                if (object != null && described.test(object)) {
                    return Optional.of(object.deepCopy());
                }
                left = changed.awaitNanos(left);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }

    @GuardedBy("lock")
    private ObjectNode put(String path, ObjectNode object) {
        object.withObject("/metadata").put("resourceVersion", Integer.toString(++version));
        objects.put(path, object);
        changed.signalAll();
        return object;
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        ObjectNode answer;
        lock.lock();
        try {
            answer = refusals-- > 0 ? status(503) : answer(exchange, path, body).deepCopy();
        } finally {
            lock.unlock();
        }
        boolean isStatus = answer.path("kind").asString("").equals("Status");
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(isStatus ? answer.path("code").asInt() : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @GuardedBy("lock")
    private ObjectNode answer(HttpExchange exchange, String path, byte[] body) {
        ObjectNode present = objects.get(path);
        return switch (exchange.getRequestMethod()) {
            case "GET" -> present == null ? list(path, exchange) : present;
            case "POST" -> {
                ObjectNode object = parse(body);
                yield put(path + "/" + object.path("metadata").path("name").asString(""), object);
            }
            case "PUT" -> {
                ObjectNode object = parse(body);
                boolean isCurrent = present != null && version(object).equals(version(present));
                yield isCurrent ? put(path, object) : status(present == null ? 404 : 409);
            }
            case "PATCH" -> present == null ? status(404) : put(path, merged(present, parse(body)));
            default -> status(405);
        };
    }

    @GuardedBy("lock")
    private ObjectNode list(String path, HttpExchange exchange) {
        if (!path.endsWith("s")) {
            return status(404);
        }
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        String selector = Arrays.stream(query.split("&"))
                .filter(part -> part.startsWith("labelSelector="))
                .map(part -> part.substring("labelSelector=".length()))
                .findFirst()
                .orElse("");
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("kind", "List");
        list.putObject("metadata").put("resourceVersion", Integer.toString(version));
        var items = list.putArray("items");
        objects.forEach((name, object) -> {
            if (name.startsWith(path + "/") && matches(object, selector)) {
                items.add(object.deepCopy());
            }
        });
        return list;
    }

    private static boolean matches(JsonNode object, String selector) {
        JsonNode labels = object.path("metadata").path("labels");
        return Arrays.stream(selector.split(","))
                .filter(part -> !part.isEmpty())
                .map(part -> part.split("=", 2))
                .allMatch(pair -> labels.path(pair[0]).asString("").equals(pair[1]));
    }

    private static ObjectNode merged(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                target.remove(field.getKey());
            } else if (field.getValue() instanceof ObjectNode inner) {
                merged(target.withObject("/" + field.getKey()), inner);
            } else {
                target.set(field.getKey(), field.getValue());
            }
        });
        return target;
    }

    private static ObjectNode parse(byte[] body) {
        return (ObjectNode) JsonMapper.shared().readTree(body);
    }

    private static String version(JsonNode object) {
        return object.path("metadata").path("resourceVersion").asString("");
    }

    private static ObjectNode status(int code) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", "v1")
                .put("kind", "Status")
                .put("code", code);
    }
}
