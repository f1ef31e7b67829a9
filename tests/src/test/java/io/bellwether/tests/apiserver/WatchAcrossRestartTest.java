package io.bellwether.tests.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.client.ApiClient;
import io.bellwether.client.ClientOptions;
import io.bellwether.client.Preconditions;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WatchCall;
import io.bellwether.client.WatchOptions;
import io.bellwether.client.WatchSignal;
import io.bellwether.client.WriteOptions;
import io.bellwether.client.kubeconfig.Kubeconfig;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.Threads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client that goes on from its last resourceVersion after the server was restarted sees every event once and need not
 * list again.
 *
 * <p>Source: G-R4.
 */
class WatchAcrossRestartTest {

    private static final ResourcePath CONFIGMAPS =
            ResourcePath.in(new GroupVersionResource("", "v1", "configmaps"), "default");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper MAPPER = JsonMapper.shared();

    @TempDir
    Path directory;

    private final SystemClock clock = new SystemClock();
    private final ExecutorService executor = Threads.virtual("client");

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void watch_afterTheServerWasClosedAndOpened_goesOnWhereItWas() throws Exception {
        String seen;
        try (TestServer server = TestServer.startDurable(directory);
                ApiClient client = client()) {
            seen = seeOneAndMissSome(client);
        }
        try (TestServer restarted = TestServer.startDurable(directory);
                ApiClient client = client()) {
            assertThatNothingIsMissing(client, seen);
        }
    }

    @Test
    void watch_afterTheServerWasKilled_goesOnWhereItWas() throws Exception {
        String seen;
        String[] arguments = {"--data-dir", directory.toString(), "--listen", "127.0.0.1:0"};
        try (UpProcess up = UpProcess.start(arguments)) {
            up.awaitReady();
            try (ApiClient client = client()) {
                seen = seeOneAndMissSome(client);
            }
            up.kill();
        }
        try (UpProcess up = UpProcess.start(arguments)) {
            up.awaitReady();
            try (ApiClient client = client()) {
                assertThatNothingIsMissing(client, seen);
            }
        }
    }

    /** Watches until the first event, and changes things afterwards; answers the version of that event. */
    private String seeOneAndMissSome(ApiClient client) throws InterruptedException {
        String start = put(client, "before").resourceVersion();
        String seen;
        try (WatchCall watch = client.watch(CONFIGMAPS, WatchOptions.after(start), deadline())) {
            put(client, "first");
            seen = changes(watch, 1).getFirst().object().resourceVersion();
        }
        put(client, "second");
        send(client, new Request.Delete(CONFIGMAPS.named("before"), Preconditions.NONE, WriteOptions.DEFAULT));
        return seen;
    }

    private void assertThatNothingIsMissing(ApiClient client, String seen) throws InterruptedException {
        try (WatchCall watch = client.watch(CONFIGMAPS, WatchOptions.after(seen), deadline())) {
            put(client, "third");
            assertThat(changes(watch, 3))
                    .extracting(
                            changed -> changed.change() + " " + changed.object().name())
                    .containsExactly("ADDED second", "DELETED before", "ADDED third");
        }
    }

    private static List<WatchSignal.Changed> changes(WatchCall watch, int count) throws InterruptedException {
        List<WatchSignal.Changed> changes = new ArrayList<>();
        while (changes.size() < count) {
            switch (watch.next(PATIENCE)) {
                case WatchSignal.Changed changed -> changes.add(changed);
                case WatchSignal.Bookmark bookmark -> throw new AssertionError("nobody asked for " + bookmark);
                case WatchSignal.Idle idle -> throw new AssertionError("nothing came after " + changes);
                case WatchSignal.Ended ended -> throw new AssertionError("the watch ended: " + ended);
            }
        }
        return changes;
    }

    private ApiObject put(ApiClient client, String name) throws InterruptedException {
        ObjectNode object = (ObjectNode) MAPPER.readTree(
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + name + "\"}}");
        return send(client, new Request.Create(CONFIGMAPS, new ApiObject(object), WriteOptions.DEFAULT))
                .object();
    }

    private Reply.Success send(ApiClient client, Request request) throws InterruptedException {
        Reply reply = client.send(request, deadline());
        assertThat(reply).isInstanceOf(Reply.Success.class);
        return (Reply.Success) reply;
    }

    private Deadline deadline() {
        return Deadline.after(clock, PATIENCE);
    }

    /** A client of the server whose files are in the directory. */
    private ApiClient client() {
        return new ApiClient(
                Kubeconfig.load(directory.resolve("admin.kubeconfig")).context(""),
                ClientOptions.of("test"),
                clock,
                executor);
    }
}
