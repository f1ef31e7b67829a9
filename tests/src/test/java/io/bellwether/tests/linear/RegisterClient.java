package io.bellwether.tests.linear;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.client.ApiClient;
import io.bellwether.client.Fence;
import io.bellwether.client.ListOptions;
import io.bellwether.client.ObjectPage;
import io.bellwether.client.Preconditions;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WriteOptions;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One client of the registers, which are ConfigMaps: sends, and notes what it called and what came back.
 *
 * <p>Threads: one at a time.
 */
final class RegisterClient implements Caller {

    static final String NAMESPACE = "default";

    private static final ResourcePath REGISTERS =
            ResourcePath.in(new GroupVersionResource("", "v1", "configmaps"), NAMESPACE);

    /** Long, for a slow machine; now and then short, so that a write remains unknown and comes later, or never. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration IMPATIENCE = Duration.ofMillis(5);
    private static final int IMPATIENT_ONE_IN = 25;

    private final String name;
    private final ApiClient client;
    private final Clock clock;
    private final Journal journal;
    private final FenceHeader fenceHeader;
    private final RandomGenerator random;
    private final Notebook notebook;

    /** What becomes of the fences of requests. */
    enum FenceHeader {
        /** They are sent. */
        SENT,
        /** They are left out: so does a server see it that does not know the header. */
        LEFT_OUT
    }

    RegisterClient(
            String name,
            ApiClient client,
            Clock clock,
            Journal journal,
            FenceHeader fenceHeader,
            RandomGenerator random) {
        this.name = name;
        this.client = client;
        this.clock = clock;
        this.journal = journal;
        this.fenceHeader = fenceHeader;
        this.random = random;
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

    /** Reads all of these by one list. */
    void list(List<String> objects) throws InterruptedException {
        Map<String, Journal.Entry> entries = new HashMap<>();
        objects.forEach(object -> entries.put(object, journal.begin(object, name, new Action.Read())));
        Reply reply = send(new Request.ListPage(REGISTERS, ListOptions.ALL));
        if (reply instanceof Reply.Success success) {
            Map<String, ApiObject> items = ObjectPage.of(success).items().stream()
                    .collect(Collectors.toMap(ApiObject::name, Function.identity()));
            entries.forEach((object, entry) -> entry.end(Optional.ofNullable(items.get(object))
                    .map(RegisterClient::found)
                    .orElse(new Outcome.Missing())));
        }
    }

    @Override
    public Optional<Outcome> call(String object, Action action) throws InterruptedException {
        Journal.Entry entry = journal.begin(object, name, action);
        Optional<Outcome> outcome = outcome(action, send(request(object, action)));
        outcome.ifPresentOrElse(entry::end, entry::withdraw);
        outcome.ifPresent(known -> notebook.remember(object, known));
        return outcome;
    }

    private Reply send(Request request) throws InterruptedException {
        Duration patience = random.nextInt(IMPATIENT_ONE_IN) == 0 ? IMPATIENCE : PATIENCE;
        return client.send(request, Deadline.after(clock, patience));
    }

    private Request request(String object, Action action) {
        ResourcePath path = REGISTERS.named(object);
        return switch (action) {
            case Action.Read read -> new Request.Get(path);
            case Action.Create(String value, OptionalLong token) ->
                new Request.Create(REGISTERS, register(object, value, OptionalLong.empty()), options(object, token));
            case Action.Update(String value, OptionalLong expected, OptionalLong token) ->
                new Request.Update(path, register(object, value, expected), options(object, token));
            case Action.Delete(OptionalLong expected, OptionalLong token) ->
                new Request.Delete(path, new Preconditions("", text(expected)), options(object, token));
            case Action.HandOver handOver -> throw new IllegalArgumentException("candidates hand over");
            case Action.ReadToken readToken -> throw new IllegalArgumentException("candidates read tokens");
        };
    }

    private static ApiObject register(String object, String value, OptionalLong expected) {
        ObjectNode json = (ObjectNode) JsonMapper.shared().readTree("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\"}");
        ObjectNode metadata = json.putObject("metadata").put("name", object);
        if (expected.isPresent()) {
            metadata.put("resourceVersion", text(expected));
        }
        json.putObject("data").put("value", value);
        return new ApiObject(json);
    }

    private WriteOptions options(String object, OptionalLong token) {
        return token.isPresent() && fenceHeader == FenceHeader.SENT
                ? WriteOptions.DEFAULT.fencedBy(new Fence(NAMESPACE, object, token.getAsLong()))
                : WriteOptions.DEFAULT;
    }

    private static String text(OptionalLong version) {
        return version.isPresent() ? Long.toString(version.getAsLong()) : "";
    }

    /** What a reply means; empty when it says that nothing was done, or is none to a read. */
    private static Optional<Outcome> outcome(Action action, Reply reply) {
        return switch (reply) {
            case Reply.Success success -> Optional.of(done(action, success));
            case Reply.Failure failure -> refused(action, failure);
            case Reply.Unreachable unreachable -> Optional.empty();
            case Reply.Unknown unknown -> unknown(action);
        };
    }

    private static Outcome done(Action action, Reply.Success success) {
        return switch (action) {
            case Action.Read read -> found(success.object());
            case Action.Delete delete -> new Outcome.Deleted();
            default -> new Outcome.Written(Long.parseLong(success.object().resourceVersion()));
        };
    }

    private static Outcome found(ApiObject object) {
        String value = object.json().path("data").path("value").asString();
        return new Outcome.Found(value, Long.parseLong(object.resourceVersion()));
    }

    private static Optional<Outcome> refused(Action action, Reply.Failure failure) {
        return switch (failure.status().code()) {
            case 404 -> Optional.of(new Outcome.Missing());
            case 409 -> Optional.of(new Outcome.Conflict());
            case 412 -> Optional.of(new Outcome.FencedOut());
            // "Nothing was written": the value may never be seen (G-W5).
            case 429, 503, 507 -> Optional.empty();
            case 500, 504 -> unknown(action);
            default -> throw new AssertionError(action + " was answered " + failure);
        };
    }

    private static Optional<Outcome> unknown(Action action) {
        return action instanceof Action.Read ? Optional.empty() : Optional.of(new Outcome.Unknown(Register.UNSEEN));
    }
}
