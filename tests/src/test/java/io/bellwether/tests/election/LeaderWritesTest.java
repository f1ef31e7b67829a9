package io.bellwether.tests.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.client.ApiClient;
import io.bellwether.client.ClientOptions;
import io.bellwether.client.ListOptions;
import io.bellwether.client.ObjectPage;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WriteOptions;
import io.bellwether.election.ElectionListener;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.Leadership;
import io.bellwether.election.core.EndReason;
import io.bellwether.election.fence.ObjectFence;
import io.bellwether.election.lease.LeaseEventRecorder;
import io.bellwether.election.lease.LeaseLock;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.RealMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What leaders write besides their Lease: objects under a token (P3), and Events for people. */
class LeaderWritesTest {

    private static final GroupVersionResource EVENTS = new GroupVersionResource("", "v1", "events");
    private static final ResourcePath STATE =
            ResourcePath.object(new GroupVersionResource("", "v1", "configmaps"), "default", "state");

    @TempDir
    Path directory;

    private final RealMachine real = RealMachine.open("leader-writes-test");
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeEach
    void open() throws InterruptedException {
        opened.add(real);
        TestServer server = new TestServer(directory);
        opened.add(server);
        opened.add(new ApiClient(
                server.config(),
                ClientOptions.of("test"),
                real.machine().clock(),
                real.machine().executor()));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("apiVersion", "v1").put("kind", "ConfigMap");
        json.putObject("metadata").put("namespace", "default").put("name", "state");
        json.putObject("data").put("step", "0");
        Reply created = client().send(
                        new Request.Create(
                                ResourcePath.in(STATE.resource(), "default"),
                                new ApiObject(json),
                                WriteOptions.DEFAULT),
                        deadline());
        assertThat(created).isInstanceOf(Reply.Success.class);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private <T> T opened(Class<T> kind) {
        return opened.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    private ApiClient client() {
        return opened(ApiClient.class);
    }

    private Deadline deadline() {
        return Deadline.after(real.machine().clock(), Duration.ofSeconds(20));
    }

    /** A leader of the Lease "orders", heard by the listener as well. */
    private Leadership lead(String identity, ElectionListener also) throws InterruptedException {
        BlockingQueue<Leadership> started = new LinkedBlockingQueue<>();
        ElectionListener listener = new ElectionListener() {
            @Override
            public void onStarted(Leadership leadership) {
                also.onStarted(leadership);
                started.add(leadership);
            }

            @Override
            public void onStopped(Leadership leadership, EndReason reason) {
                also.onStopped(leadership, reason);
            }
        };
        LeaseLock lock = LeaseLock.of(opened(TestServer.class).config(), "test", "default", "orders", real.machine());
        opened.add(lock);
        LeaderElection election = new LeaderElection(
                lock, real.machine(), ElectionOptions.candidate(identity).withListener(listener));
        opened.add(election);
        election.start();
        Leadership leadership = started.poll(30, TimeUnit.SECONDS);
        assertThat(leadership).isNotNull();
        return leadership;
    }

    private static ApiObject step(ApiObject state, String step) {
        return state.edit(json -> ((ObjectNode) json.path("data")).put("step", step));
    }

    @Test
    void update_ofALeader_marksTheObjectAndADeposedOnesIsRefused() throws InterruptedException {
        Leadership first = lead("a", new ElectionListener() {});
        ObjectFence firstFence = new ObjectFence(client(), first);
        assertThat(firstFence.update(STATE, state -> step(state, "1"), deadline()))
                .isInstanceOf(ObjectFence.Outcome.Updated.class);
        opened(LeaderElection.class).close();
        Leadership second = lead("b", new ElectionListener() {});
        assertThat(new ObjectFence(client(), second).update(STATE, state -> step(state, "2"), deadline()))
                .isInstanceOf(ObjectFence.Outcome.Updated.class);
        assertThat(firstFence.update(STATE, state -> step(state, "late"), deadline()))
                .isInstanceOf(ObjectFence.Outcome.Deposed.class);
        ApiObject state = ((Reply.Success) client().send(new Request.Get(STATE), deadline())).object();
        assertThat(state.json().path("data").path("step").stringValue()).isEqualTo("2");
        assertThat(state.annotation(ObjectFence.TOKEN_ANNOTATION))
                .contains(second.fencingToken().toString());
    }

    /** The update was under way when the successor wrote: the version it is over is gone. */
    @Test
    void update_overtakenByTheSuccessors_isRefused() throws InterruptedException {
        Leadership first = lead("a", new ElectionListener() {});
        ObjectFence.Outcome late =
                new ObjectFence(client(), first).update(STATE, state -> overtaken(state), deadline());
        assertThat(late).isInstanceOf(ObjectFence.Outcome.Deposed.class);
        ApiObject state = ((Reply.Success) client().send(new Request.Get(STATE), deadline())).object();
        assertThat(state.json().path("data").path("step").stringValue()).isEqualTo("successor's");
    }

    private ApiObject overtaken(ApiObject state) {
        opened(LeaderElection.class).close();
        try {
            Leadership second = lead("b", new ElectionListener() {});
            ObjectFence.Outcome written = new ObjectFence(client(), second)
                    .update(STATE, present -> step(present, "successor's"), deadline());
            assertThat(written).isInstanceOf(ObjectFence.Outcome.Updated.class);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return step(state, "late");
    }

    @Test
    void update_ofAnObjectThatIsMissing_fails() throws InterruptedException {
        Leadership leadership = lead("a", new ElectionListener() {});
        ObjectFence.Outcome outcome =
                new ObjectFence(client(), leadership).update(STATE.named("none"), state -> state, deadline());
        assertThat(outcome).isInstanceOf(ObjectFence.Outcome.Failed.class);
    }

    @Test
    void term_isRecordedAsEventsOnItsLease() throws InterruptedException {
        try (LeaseEventRecorder recorder = new LeaseEventRecorder(
                opened(TestServer.class).config(), "orders-service", "default", "orders", real.machine())) {
            Leadership unused = lead("a", recorder);
            opened(LeaderElection.class).close();
            List<String> messages = List.of();
            Deadline patience = deadline();
            while (messages.size() < 2 && !patience.isOver(real.machine().clock())) {
                messages = messages();
            }
            assertThat(messages).containsExactlyInAnyOrder("Normal a became leader", "Normal a stopped leading");
        }
    }

    private List<String> messages() throws InterruptedException {
        Reply reply =
                client().send(new Request.ListPage(ResourcePath.in(EVENTS, "default"), ListOptions.ALL), deadline());
        return ObjectPage.of((Reply.Success) reply).items().stream()
                .filter(event -> event.json().path("reason").asString("").equals("LeaderElection"))
                .filter(event -> !event.json()
                        .path("involvedObject")
                        .path("uid")
                        .asString("")
                        .isEmpty())
                .map(event -> event.json().path("type").asString("") + " "
                        + event.json().path("message").asString(""))
                .toList();
    }
}
