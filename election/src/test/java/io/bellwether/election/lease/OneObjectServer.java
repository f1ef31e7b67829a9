package io.bellwether.election.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bellwether.execution.Threads;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * As much of an API server as a candidate for a coordinated election sees: one object, and one watch of it.
 *
 * <p>Threads: safe from any thread.
 */
final class OneObjectServer implements AutoCloseable {

    private final HttpServer http;
    private final ExecutorService executor = Threads.virtual("one-object-server");
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final BlockingQueue<JsonNode> written = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final CountDownLatch watched = new CountDownLatch(1);

    @GuardedBy("lock")
    private @Nullable ObjectNode current;

    @GuardedBy("lock")
    private int version = 1;

    OneObjectServer(String collection, String name) throws IOException {
        this.name = name;
        this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(executor);
        http.createContext(collection, this::serve);
        http.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** What the client wrote next; a JSON null for a deletion. */
    JsonNode next() throws InterruptedException {
        JsonNode next = written.poll(20, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    void awaitWatch() throws InterruptedException {
        assertThat(watched.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** As somebody else. */
    void edit(Consumer<ObjectNode> change) {
        lock.lock();
        try {
            if (current != null) {
                ObjectNode next = current.deepCopy();
                change.accept(next);
                put(next, "MODIFIED");
            }
        } finally {
            lock.unlock();
        }
    }

    /** As somebody else. */
    void delete() {
        lock.lock();
        try {
            if (current != null) {
                put(current.deepCopy(), "DELETED");
                current = null;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        http.stop(0);
        executor.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (query.contains("watch=")) {
            stream(exchange);
            return;
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        switch (exchange.getRequestMethod()) {
            case "GET" -> answer(exchange, 200, present());
            case "DELETE" -> {
                delete();
                answer(exchange, 200, status(200));
                written.add(JsonNodeFactory.instance.nullNode());
            }
            default ->
                answer(exchange, 200, write((ObjectNode) JsonMapper.shared().readTree(body)));
        }
    }

    private ObjectNode present() {
        lock.lock();
        try {
            return current == null ? status(404) : current.deepCopy();
        } finally {
            lock.unlock();
        }
    }

    private ObjectNode write(ObjectNode object) {
        lock.lock();
        try {
            put(object, current == null ? "ADDED" : "MODIFIED");
            written.add(object.deepCopy());
            return object.deepCopy();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void put(ObjectNode object, String type) {
        object.withObject("/metadata").put("resourceVersion", Integer.toString(++version));
        assertThat(object.path("metadata").path("name").stringValue()).isEqualTo(name);
        current = object;
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("type", type);
        event.set("object", object.deepCopy());
        events.add(event + "\n");
    }

    private static ObjectNode status(int code) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", "v1")
                .put("kind", "Status")
                .put("code", code);
    }

    private static void answer(HttpExchange exchange, int code, ObjectNode body) throws IOException {
        int actual = body.path("kind").asString("").equals("Status")
                ? body.path("code").asInt(code)
                : code;
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(actual, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Everything that happened, from the beginning: a client must bear to see what it knows. */
    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.flush();
            watched.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                out.write(events.take().getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
