package io.bellwether.election.lease;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.client.ApiClient;
import io.bellwether.client.ClientConfig;
import io.bellwether.client.ClientOptions;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WriteOptions;
import io.bellwether.election.ElectionListener;
import io.bellwether.election.Leadership;
import io.bellwether.election.core.EndReason;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Mailbox;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes Kubernetes Events about a Lease, as client-go does: type Normal, reason {@code LeaderElection}, "a became
 * leader" and "a stopped leading"; {@code kubectl describe lease} shows them. Pass it as the election's listener, or
 * call it from one. Permission: create on events in the Lease's namespace.
 *
 * <p>Units and limits: an event is given up after 5 s, and when {@value #WAITING_LIMIT} wait, the next one is dropped:
 * they are for people, and no election waits for one.
 *
 * <p>Threads: safe from any thread; requests run on the machine's executor, one after the other, over a connection of
 * their own.
 */
public final class LeaseEventRecorder implements ElectionListener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LeaseEventRecorder.class);

    private static final GroupVersionResource EVENTS = new GroupVersionResource("", "v1", "events");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int WAITING_LIMIT = 64;

    private final ApiClient client;
    private final Machine machine;
    private final ResourcePath lease;
    private final String program;
    private final Mailbox mailbox;

    /**
     * A recorder for this Lease; nothing is sent yet.
     *
     * @param program who reports: the events' component
     */
    public LeaseEventRecorder(ClientConfig config, String program, String namespace, String name, Machine machine) {
        this.client = new ApiClient(config, ClientOptions.of(program), machine.clock(), machine.executor());
        this.machine = machine;
        this.lease = ResourcePath.object(LeaseLock.LEASES, namespace, name);
        this.program = program;
        this.mailbox = new Mailbox("election-events-" + name, machine.executor(), WAITING_LIMIT);
    }

    @Override
    public void onStarted(Leadership leadership) {
        record(leadership.identity(), "became leader");
    }

    @Override
    public void onStopped(Leadership leadership, EndReason reason) {
        record(leadership.identity(), "stopped leading");
    }

    /** Gives up what has not been sent. Idempotent. */
    @Override
    public void close() {
        client.close();
    }

    private void record(String identity, String what) {
        Instant now = machine.clock().wallTime();
        try {
            mailbox.execute(() -> send(identity, what, now));
        } catch (RejectedExecutionException full) {
            log.atDebug().addKeyValue("lease", lease.name()).log("Dropped an event");
        }
    }

    private void send(String identity, String what, Instant at) {
        try {
            Deadline deadline = Deadline.after(machine.clock(), TIMEOUT);
            Reply found = client.send(new Request.Get(lease), deadline);
            String uid =
                    found instanceof Reply.Success success ? success.object().uid() : "";
            ApiObject event = new ApiObject(event(identity, what, at, uid));
            Reply reply = client.send(
                    new Request.Create(ResourcePath.in(EVENTS, lease.namespace()), event, WriteOptions.DEFAULT),
                    deadline);
            if (!(reply instanceof Reply.Success)) {
                log.atDebug()
                        .addKeyValue("lease", lease.name())
                        .addKeyValue("reason", reply)
                        .log("Could not write an event");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private ObjectNode event(String identity, String what, Instant at, String uid) {
        // A name of our own, as client-go makes it: some servers know no generateName for events.
        String name = lease.name() + "." + Long.toHexString(machine.random().nextLong());
        String seconds = at.truncatedTo(ChronoUnit.SECONDS).toString();
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("apiVersion", "v1");
        event.put("kind", "Event");
        event.putObject("metadata").put("namespace", lease.namespace()).put("name", name);
        event.putObject("involvedObject")
                .put("apiVersion", "coordination.k8s.io/v1")
                .put("kind", "Lease")
                .put("namespace", lease.namespace())
                .put("name", lease.name())
                .put("uid", uid);
        event.put("type", "Normal");
        event.put("reason", "LeaderElection");
        event.put("message", identity + " " + what);
        event.putObject("source").put("component", program);
        event.put("firstTimestamp", seconds);
        event.put("lastTimestamp", seconds);
        event.put("count", 1);
        event.put("reportingComponent", program);
        event.put("reportingInstance", identity);
        return event;
    }
}
