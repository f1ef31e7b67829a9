package io.bellwether.apiserver.kit;

import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apiserver.request.Fence;
import io.bellwether.apiserver.request.OutputFormat;
import io.bellwether.apiserver.request.Query;
import io.bellwether.apiserver.request.RequestBody;
import io.bellwether.apiserver.request.ResourceRequest;
import io.bellwether.apiserver.request.ResourceResponse;
import io.bellwether.apiserver.request.UserInfo;
import io.bellwether.apiserver.request.Verb;
import io.bellwether.apiserver.request.WatchStream;
import io.bellwether.execution.Deadline;
import io.bellwether.store.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A request to be completed and sent. */
public final class Call {

    private static final UserInfo ADMIN = new UserInfo("admin", List.of("system:masters"));

    private final ControlPlane plane;
    private final KindDescriptor kind;
    private Optional<String> namespace = Optional.empty();
    private Optional<String> subresource = Optional.empty();
    private Optional<Fence> fence = Optional.empty();
    private Optional<RequestBody> body = Optional.empty();
    private Query query = Query.NONE;
    private OutputFormat output = OutputFormat.JSON;

    Call(ControlPlane plane, KindDescriptor kind) {
        this.plane = plane;
        this.kind = kind;
    }

    public Call in(String value) {
        namespace = value.isEmpty() ? Optional.empty() : Optional.of(value);
        return this;
    }

    public Call subresource(String value) {
        subresource = Optional.of(value);
        return this;
    }

    public Call fence(Fence value) {
        fence = Optional.of(value);
        return this;
    }

    public Call body(String json) {
        return body("application/json", json);
    }

    public Call body(JsonNode json) {
        return body(json.toString());
    }

    public Call body(String contentType, String text) {
        body = Optional.of(new RequestBody(contentType, Bytes.utf8(text)));
        return this;
    }

    public Call query(String... namesAndValues) {
        query = Query.of(namesAndValues);
        return this;
    }

    public Call as(OutputFormat format) {
        output = format;
        return this;
    }

    public JsonNode get(String name) {
        return ControlPlane.document(send(Verb.GET, name));
    }

    public JsonNode list() {
        return ControlPlane.document(send(Verb.LIST, null));
    }

    public JsonNode create() {
        return ControlPlane.document(send(Verb.CREATE, null));
    }

    public JsonNode update(String name) {
        return ControlPlane.document(send(Verb.UPDATE, name));
    }

    public JsonNode patch(String name) {
        return ControlPlane.document(send(Verb.PATCH, name));
    }

    public JsonNode delete(String name) {
        return ControlPlane.document(send(Verb.DELETE, name));
    }

    public JsonNode deleteCollection() {
        return ControlPlane.document(send(Verb.DELETECOLLECTION, null));
    }

    public WatchStream watch() {
        return ((ResourceResponse.Watching) send(Verb.WATCH, null)).stream();
    }

    public ResourceResponse send(Verb verb, @Nullable String name) {
        return plane.registry.handle(new ResourceRequest(
                verb,
                kind,
                namespace,
                Optional.ofNullable(name),
                subresource,
                query,
                ADMIN,
                "test",
                fence,
                body,
                output,
                Deadline.after(plane.time, Duration.ofSeconds(34))));
    }
}
