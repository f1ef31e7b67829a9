package io.bellwether.election.lease;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.client.ApiClient;
import io.bellwether.client.ClientConfig;
import io.bellwether.client.ClientOptions;
import io.bellwether.client.Preconditions;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WriteOptions;
import io.bellwether.election.core.Input.WatchLoss;
import io.bellwether.election.core.MicroTime;
import io.bellwether.execution.Backoff;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.Lifecycle;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Mailbox;
import io.bellwether.execution.Scheduler;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A LeaseCandidate: how a candidate tells the coordinator in the API server that it is there, and answers when it is
 * asked. Beside an election with {@link io.bellwether.election.core.Candidacy.Elector#COORDINATOR}, whose identity is
 * the object's name.
 *
 * <p>Shape: the object is created when it is missing; its renewTime is written again whenever the coordinator has
 * written a later pingTime, and every five minutes; it is deleted at the end. Permissions: get, create, update, delete,
 * and watch on leasecandidates.
 *
 * <p>Threads: safe from any thread. The mailbox owns the fields that change; requests are made in its turns.
 *
 * <p>Source: KEP-4355, v1beta1.
 */
public final class LeaseCandidacy implements Lifecycle {

    private static final Logger log = LoggerFactory.getLogger(LeaseCandidacy.class);

    private static final GroupVersionResource CANDIDATES =
            new GroupVersionResource("coordination.k8s.io", "v1beta1", "leasecandidates");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** As client-go; the coordinator forgets candidates after half an hour. */
    private static final Duration RENEW_EVERY = Duration.ofMinutes(5);

    private static final Backoff RETRY = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30), 2, 0.2);
    private static final int NOT_FOUND = 404;

    /**
     * What the coordinator chooses by.
     *
     * @param binary the program's version, for instance {@code 1.4.0}
     * @param emulation the version that it behaves as; not greater
     */
    public record Versions(String binary, String emulation) {}

    private final ApiClient client;
    private final Machine machine;
    private final ResourcePath path;
    private final String leaseName;
    private final Versions versions;
    private final Mailbox mailbox;
    private @Nullable LeaseWatch watch;
    private Scheduler.@Nullable Timer timer;
    private int failures;
    private boolean closed;

    /**
     * A candidacy that has not begun.
     *
     * @param program names the program in the server's log
     * @param identity the name of the object, and of the holder in the Lease: a lower-case DNS name
     */
    public LeaseCandidacy(
            ClientConfig config,
            String program,
            String namespace,
            String leaseName,
            String identity,
            Versions versions,
            Machine machine) {
        this.client = new ApiClient(config, ClientOptions.forElection(program), machine.clock(), machine.executor());
        this.machine = machine;
        this.path = ResourcePath.object(CANDIDATES, namespace, identity);
        this.leaseName = leaseName;
        this.versions = versions;
        this.mailbox = new Mailbox("election-candidacy-" + identity, machine.executor(), 64);
    }

    @Override
    public void start() {
        post(this::appear);
    }

    /** Withdraws: the object is deleted if that is possible at once. Returns before that. Idempotent. */
    @Override
    public void close() {
        post(this::withdraw);
    }

    private void post(Turn turn) {
        try {
            mailbox.execute(() -> take(turn));
        } catch (RejectedExecutionException overrun) {
            log.atDebug().addKeyValue("candidate", path.name()).log("Dropped a turn");
        }
    }

    /** Something that is done in the mailbox. */
    @FunctionalInterface
    private interface Turn {
        void run() throws InterruptedException;
    }

    private void take(Turn turn) {
        try {
            if (!closed) {
                turn.run();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Creates the object, or renews it, and watches it from there. */
    private void appear() throws InterruptedException {
        Reply reply = send(new Request.Get(path));
        Reply stamped = isMissing(reply)
                ? send(new Request.Create(
                        ResourcePath.in(CANDIDATES, path.namespace()), candidate(), WriteOptions.DEFAULT))
                : reply instanceof Reply.Success present ? renew(present.object()) : reply;
        if (stamped instanceof Reply.Success success) {
            failures = 0;
            follow(success.object().resourceVersion());
            again(RENEW_EVERY);
        } else {
            log.atWarn()
                    .addKeyValue("candidate", path.name())
                    .addKeyValue("reason", stamped)
                    .log("Could not stand as a candidate");
            failures++;
            again(RETRY.delay(failures, machine.random().nextDouble()));
        }
    }

    private void follow(String revision) {
        if (watch == null) {
            LeaseWatch opened = new LeaseWatch(client, machine, path, revision, new LeaseEvents() {
                @Override
                public void changed(ApiObject candidate) {
                    post(() -> answer(candidate));
                }

                @Override
                public void deleted(ApiObject candidate) {
                    post(LeaseCandidacy.this::appear);
                }

                @Override
                public void lost(WatchLoss loss) {
                    post(LeaseCandidacy.this::lost);
                }
            });
            watch = opened;
            machine.executor().execute(opened);
        }
    }

    private void lost() {
        watch = null;
        failures++;
        again(RETRY.delay(failures, machine.random().nextDouble()));
    }

    /** The coordinator asks who is there by a pingTime after the renewTime. */
    private void answer(ApiObject candidate) throws InterruptedException {
        JsonNode spec = candidate.json().path("spec");
        String ping = spec.path("pingTime").asString("");
        String renew = spec.path("renewTime").asString("");
        // Both are written by servers and candidates in the one form that sorts as text.
        if (ping.compareTo(renew) > 0) {
            Reply unused = renew(candidate);
        }
    }

    private Reply renew(ApiObject candidate) throws InterruptedException {
        ApiObject next = candidate.edit(json -> describe(json.withObject("/spec")));
        return send(new Request.Update(path, next, WriteOptions.DEFAULT));
    }

    private ApiObject candidate() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("apiVersion", "coordination.k8s.io/v1beta1").put("kind", "LeaseCandidate");
        json.putObject("metadata").put("namespace", path.namespace()).put("name", path.name());
        describe(json.putObject("spec"));
        return new ApiObject(json);
    }

    private void describe(ObjectNode spec) {
        String now = MicroTime.format(machine.clock().wallTime());
        String ping = spec.path("pingTime").asString("");
        spec.put("leaseName", leaseName)
                .put("binaryVersion", versions.binary())
                .put("emulationVersion", versions.emulation())
                .put("strategy", "OldestEmulationVersion")
                // Never before the question: a clock that is behind the server's would be asked again and again.
                .put("renewTime", ping.compareTo(now) > 0 ? ping : now);
    }

    private void again(Duration delay) {
        if (timer != null) {
            timer.cancel();
        }
        long atNanos = machine.clock().nanos() + delay.toNanos();
        timer = machine.scheduler().schedule(atNanos, () -> post(this::appear));
    }

    private void withdraw() throws InterruptedException {
        closed = true;
        if (timer != null) {
            timer.cancel();
        }
        if (watch != null) {
            watch.close();
        }
        Reply unused = send(new Request.Delete(path, Preconditions.NONE, WriteOptions.DEFAULT));
        client.close();
    }

    private Reply send(Request request) throws InterruptedException {
        return client.send(request, Deadline.after(machine.clock(), TIMEOUT));
    }

    private static boolean isMissing(Reply reply) {
        return reply instanceof Reply.Failure failure && failure.status().code() == NOT_FOUND;
    }
}
