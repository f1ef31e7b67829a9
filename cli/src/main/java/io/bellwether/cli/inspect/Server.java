package io.bellwether.cli.inspect;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.server.ServerChoice;
import io.bellwether.client.ApiClient;
import io.bellwether.client.ClientOptions;
import io.bellwether.client.Fault;
import io.bellwether.client.ListOptions;
import io.bellwether.client.ObjectPage;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import tools.jackson.databind.JsonNode;

/** What these commands ask an API server. Every failure is a {@link CommandFailure} that says what was asked. */
final class Server implements AutoCloseable {

    static final GroupVersionResource LEASES = new GroupVersionResource("coordination.k8s.io", "v1", "leases");

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PAGE = 500;
    private static final int NOT_FOUND = 404;

    private final ApiClient client;
    private final Clock clock;

    Server(ServerChoice choice, Clock clock, Executor executor) {
        this.client = new ApiClient(choice.config(), ClientOptions.of("bellwether"), clock, executor);
        this.clock = clock;
    }

    ApiClient client() {
        return client;
    }

    /** All Leases of the namespace, of every one if it is empty, and the version to watch from. */
    ObjectPage leases(String namespace) throws InterruptedException {
        ResourcePath path = namespace.isEmpty() ? ResourcePath.all(LEASES) : ResourcePath.in(LEASES, namespace);
        List<ApiObject> items = new ArrayList<>();
        ObjectPage page = page(path, ListOptions.ALL.withLimit(PAGE));
        items.addAll(page.items());
        while (!page.continueToken().isEmpty()) {
            page = page(path, ListOptions.ALL.withLimit(PAGE).after(page.continueToken()));
            items.addAll(page.items());
        }
        return new ObjectPage(items, page.resourceVersion(), "");
    }

    /** One Lease, if it exists. */
    Optional<ApiObject> lease(String namespace, String name) throws InterruptedException {
        Request get = new Request.Get(ResourcePath.object(LEASES, namespace, name));
        Reply reply = client.send(get, Deadline.after(clock, PATIENCE));
        boolean isMissing =
                reply instanceof Reply.Failure failure && failure.status().code() == NOT_FOUND;
        return isMissing
                ? Optional.empty()
                : Optional.of(require("get of the Lease", reply).object());
    }

    /** The document at a path; text becomes a JSON string. */
    JsonNode raw(String path) throws InterruptedException {
        return require("GET " + path, new Request.Raw(path)).body();
    }

    /** The document at a path, whatever the server's code. */
    Reply ask(String path) throws InterruptedException {
        return client.send(new Request.Raw(path), Deadline.after(clock, PATIENCE));
    }

    @Override
    public void close() {
        client.close();
    }

    private ObjectPage page(ResourcePath path, ListOptions options) throws InterruptedException {
        return ObjectPage.of(require("list of Leases", new Request.ListPage(path, options)));
    }

    private Reply.Success require(String what, Request request) throws InterruptedException {
        return require(what, client.send(request, Deadline.after(clock, PATIENCE)));
    }

    private static Reply.Success require(String what, Reply reply) {
        return switch (reply) {
            case Reply.Success success -> success;
            case Reply.Failure failure ->
                throw CommandFailure.of(
                        what + " was refused: " + failure.status().message());
            case Reply.Unreachable(Fault fault) -> throw unreachable(what, fault);
            case Reply.Unknown(Fault fault) -> throw unreachable(what, fault);
        };
    }

    private static CommandFailure unreachable(String what, Fault fault) {
        return CommandFailure.of(what + " failed: " + fault.message()
                + "; is the server running? bellwether up starts one, --kubeconfig names another");
    }
}
