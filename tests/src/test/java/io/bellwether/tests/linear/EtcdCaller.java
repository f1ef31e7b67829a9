package io.bellwether.tests.linear;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One client of registers that are keys of etcd, through one member's JSON gateway. Whatever is conditional is one
 * transaction; a version is a key's revision of modification.
 *
 * <p>Shape: each request is sent once. Who cannot connect has done nothing; every other failure of a change leaves open
 * whether it was made, whatever etcd says about it, for not all of its refusals are final.
 *
 * <p>Threads: one at a time.
 */
final class EtcdCaller implements Caller {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int OK = 200;

    private final String name;
    private final URI member;
    private final Duration patience;
    private final Journal journal;
    private final HttpClient http;
    private final Notebook notebook;

    EtcdCaller(String name, URI member, Duration patience, Journal journal) {
        this.name = name;
        this.member = member;
        this.patience = patience;
        this.journal = journal;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
        this.notebook = new Notebook(name);
    }

    @Override
    public OptionalLong lastSeen(String object) {
        return notebook.lastSeen(object);
    }

    @Override
    public String freshValue() {
        return notebook.freshValue();
    }

    @Override
    public Optional<Outcome> call(String object, Action action) throws InterruptedException {
        Journal.Entry entry = journal.begin(object, name, action);
        Optional<Outcome> outcome = send(object, action);
        outcome.ifPresentOrElse(entry::end, entry::withdraw);
        outcome.ifPresent(known -> notebook.remember(object, known));
        return outcome;
    }

    private Optional<Outcome> send(String object, Action action) throws InterruptedException {
        try {
            HttpResponse<String> response =
                    http.send(request(object, action), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return response.statusCode() == OK
                    ? Optional.of(outcome(action, JSON.readTree(response.body())))
                    : unanswered(action);
        } catch (ConnectException nobody) {
            return Optional.empty();
        } catch (IOException lost) {
            return unanswered(action);
        }
    }

    private static Optional<Outcome> unanswered(Action action) {
        return action instanceof Action.Read ? Optional.empty() : Optional.of(new Outcome.Unknown(Register.UNSEEN));
    }

    private HttpRequest request(String object, Action action) {
        ObjectNode key = JSON.createObjectNode().put("key", encoded(object));
        boolean reads = action instanceof Action.Read;
        return HttpRequest.newBuilder(member.resolve(reads ? "/v3/kv/range" : "/v3/kv/txn"))
                .timeout(patience)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString((reads ? key : transaction(key, action)).toString()))
                .build();
    }

    private static ObjectNode transaction(ObjectNode key, Action action) {
        return switch (action) {
            case Action.Create(String value, OptionalLong token) ->
                transaction(key, created(key, "EQUAL"), "request_put", put(key, value));
            case Action.Update(String value, OptionalLong expected, OptionalLong token) ->
                transaction(key, expecting(key, expected), "request_put", put(key, value));
            case Action.Delete(OptionalLong expected, OptionalLong token) ->
                transaction(key, expecting(key, expected), "request_delete_range", key);
            case Action.Read read -> throw new IllegalArgumentException("a read is no transaction");
            case Action.HandOver handOver -> throw new IllegalArgumentException("there is no Lease");
            case Action.ReadToken readToken -> throw new IllegalArgumentException("there is no Lease");
        };
    }

    /** Does it if the comparison holds; else reads the key, so that what it was refused for is known. */
    private static ObjectNode transaction(ObjectNode key, ObjectNode comparison, String kind, ObjectNode change) {
        ObjectNode body = JSON.createObjectNode();
        body.putArray("compare").add(comparison);
        body.putArray("success").addObject().set(kind, change);
        body.putArray("failure").addObject().set("request_range", key);
        return body;
    }

    private static ObjectNode put(ObjectNode key, String value) {
        return key.deepCopy().put("value", encoded(value));
    }

    /** Whether the key does not exist (EQUAL) or does (GREATER). */
    private static ObjectNode created(ObjectNode key, String result) {
        return key.deepCopy().put("target", "CREATE").put("result", result).put("create_revision", "0");
    }

    private static ObjectNode expecting(ObjectNode key, OptionalLong version) {
        return version.isEmpty()
                ? created(key, "GREATER")
                : key.deepCopy()
                        .put("target", "MOD")
                        .put("result", "EQUAL")
                        .put("mod_revision", Long.toString(version.getAsLong()));
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Outcome outcome(Action action, JsonNode answer) {
        if (action instanceof Action.Read) {
            return found(answer.path("kvs").path(0));
        }
        if (answer.path("succeeded").asBoolean(false)) {
            return action instanceof Action.Delete
                    ? new Outcome.Deleted()
                    : new Outcome.Written(number(answer.path("header").path("revision")));
        }
        boolean exists = answer.path("responses")
                .path(0)
                .path("response_range")
                .path("kvs")
                .path(0)
                .isObject();
        return exists ? new Outcome.Conflict() : new Outcome.Missing();
    }

    private static Outcome found(JsonNode entry) {
        if (!entry.isObject()) {
            return new Outcome.Missing();
        }
        byte[] value = Base64.getDecoder().decode(entry.path("value").asString());
        return new Outcome.Found(new String(value, StandardCharsets.UTF_8), number(entry.path("mod_revision")));
    }

    private static long number(JsonNode text) {
        return Long.parseLong(text.asString());
    }
}
