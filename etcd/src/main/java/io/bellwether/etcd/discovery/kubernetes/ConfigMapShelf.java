package io.bellwether.etcd.discovery.kubernetes;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.client.ApiClient;
import io.bellwether.client.ListOptions;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WriteOptions;
import io.bellwether.etcd.discovery.Shelf;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Notes as ConfigMaps of one namespace, found by a label with the cluster's id.
 *
 * <p>Shape: one ConfigMap for each note, named {@code etcd-<id>-<note>}; whoever may write ConfigMaps there may do what
 * a discovery service could.
 */
public final class ConfigMapShelf implements Shelf {

    private static final GroupVersionResource CONFIG_MAPS = new GroupVersionResource("", "v1", "configmaps");
    private static final String LABEL = "bellwether.io/etcd-discovery";
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    private final ApiClient client;
    private final Clock clock;
    private final String namespace;
    private final String id;
    private final Duration timeout;

    /**
     * The notes of one cluster.
     *
     * @param namespace where they are; it exists
     * @param id what discovery calls the cluster; in lower case, since it becomes part of names
     */
    public ConfigMapShelf(ApiClient client, Clock clock, String namespace, String id, Duration timeout) {
        if (!id.equals(id.toLowerCase(Locale.ROOT)) || id.contains("_")) {
            throw new IllegalArgumentException("\"" + id + "\" cannot be part of the name of an object");
        }
        this.client = client;
        this.clock = clock;
        this.namespace = namespace;
        this.id = id;
        this.timeout = timeout;
    }

    @Override
    public List<Note> notes() throws IOException {
        ListOptions labelled = ListOptions.ALL.withLabels(LABEL + "=" + id);
        Reply reply = send(new Request.ListPage(ResourcePath.in(CONFIG_MAPS, namespace), labelled));
        if (!(reply instanceof Reply.Success success)) {
            throw refused(reply);
        }
        List<Note> notes = new ArrayList<>();
        for (JsonNode each : success.body().path("items")) {
            JsonNode metadata = each.path("metadata");
            notes.add(new Note(
                    each.path("data").path("name").asString(""),
                    each.path("data").path("text").asString(""),
                    Instant.parse(metadata.path("creationTimestamp").asString()).getEpochSecond(),
                    Long.parseLong(metadata.path("resourceVersion").asString())));
        }
        return notes;
    }

    @Override
    public boolean write(String name, String text, Optional<Note> before) throws IOException {
        ResourcePath all = ResourcePath.in(CONFIG_MAPS, namespace);
        ApiObject object = new ApiObject(configMap(name, text, before));
        Request request = before.isPresent()
                ? new Request.Update(all.named(objectName(name)), object, WriteOptions.DEFAULT)
                : new Request.Create(all, object, WriteOptions.DEFAULT);
        Reply reply = send(request);
        if (reply instanceof Reply.Failure(var status, var retryAfter)
                && (status.code() == CONFLICT || (status.code() == NOT_FOUND && before.isPresent()))) {
            return false;
        }
        if (!(reply instanceof Reply.Success)) {
            throw refused(reply);
        }
        return true;
    }

    private ObjectNode configMap(String name, String text, Optional<Note> before) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", "v1").put("kind", "ConfigMap");
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("name", objectName(name)).put("namespace", namespace);
        metadata.putObject("labels").put(LABEL, id);
        before.ifPresent(note -> metadata.put("resourceVersion", Long.toString(note.version())));
        object.putObject("data").put("name", name).put("text", text);
        return object;
    }

    private String objectName(String name) {
        return "etcd-" + id + "-" + name.replace('/', '-');
    }

    private Reply send(Request request) throws IOException {
        try {
            return client.send(request, Deadline.after(clock, timeout));
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", ending);
        }
    }

    private static IOException refused(Reply reply) {
        return new IOException(
                switch (reply) {
                    case Reply.Success success -> "answered " + success.code();
                    case Reply.Failure failure -> failure.status().message();
                    case Reply.Unreachable unreachable -> unreachable.fault().message();
                    case Reply.Unknown unknown -> unknown.fault().message();
                });
    }

    @Override
    public String where() {
        return client.config().server() + " in namespace " + namespace;
    }
}
