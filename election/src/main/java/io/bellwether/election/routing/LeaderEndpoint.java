package io.bellwether.election.routing;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.client.ApiClient;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WriteOptions;
import io.bellwether.election.ElectionListener;
import io.bellwether.election.Leadership;
import io.bellwether.election.fence.ObjectFence;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.Machine;
import java.time.Duration;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the leader the only endpoint of a Service without a selector: one write switches all traffic. A listener of the
 * election.
 *
 * <p>Shape: when a term begins the EndpointSlice is written with this process's address, under the term's token
 * ({@link ObjectFence}): a deposed leader cannot switch it back. When a term ends it is left as it is, for the next
 * leader is about to write it. A request may still reach a former leader: whoever does not lead must refuse it.
 * Permissions: get, create and update on endpointslices in the namespace.
 *
 * <p>Threads: safe from any thread; requests run on the machine's executor. The client belongs to the caller.
 *
 * <p>Source: election §5.3, REQ-37.
 */
public final class LeaderEndpoint implements ElectionListener {

    private static final GroupVersionResource SLICES =
            new GroupVersionResource("discovery.k8s.io", "v1", "endpointslices");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int NOT_FOUND = 404;

    private final ApiClient client;
    private final Machine machine;
    private final Endpoint endpoint;
    private final TermTask task;

    /**
     * Where the leader serves.
     *
     * @param namespace of the Service
     * @param service its name; the EndpointSlice is called {@code <service>-leader}
     * @param address of this process: an IPv4 address
     * @param portName as the Service names it; empty for the only one
     * @param port where it listens
     */
    public record Endpoint(String namespace, String service, String address, String portName, int port) {}

    /**
     * A listener that has done nothing yet.
     *
     * @param client not the election's own: renewals must not wait behind it
     */
    public LeaderEndpoint(ApiClient client, Machine machine, Endpoint endpoint) {
        this.client = client;
        this.machine = machine;
        this.endpoint = endpoint;
        this.task = new TermTask("service " + endpoint.namespace() + "/" + endpoint.service(), machine);
    }

    @Override
    public void onStarted(Leadership leadership) {
        task.begin(leadership, () -> point(leadership));
    }

    private boolean point(Leadership leadership) throws InterruptedException {
        ResourcePath path = ResourcePath.object(SLICES, endpoint.namespace(), endpoint.service() + "-leader");
        ObjectFence fence = new ObjectFence(client, leadership);
        return switch (fence.update(path, this::pointed, deadline())) {
            case ObjectFence.Outcome.Updated updated -> true;
            case ObjectFence.Outcome.Deposed deposed -> true;
            case ObjectFence.Outcome.Failed failed -> isMissing(failed.reply()) && create(path, fence);
        };
    }

    /** An empty one first: whoever creates it need not be the one who leads when it has been created. */
    private boolean create(ResourcePath path, ObjectFence fence) throws InterruptedException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("apiVersion", "discovery.k8s.io/v1").put("kind", "EndpointSlice");
        json.putObject("metadata")
                .put("namespace", path.namespace())
                .put("name", path.name())
                .putObject("labels")
                .put("kubernetes.io/service-name", endpoint.service())
                .put("endpointslice.kubernetes.io/managed-by", "election.bellwether.io");
        json.put("addressType", "IPv4");
        json.putArray("endpoints");
        Reply unused = client.send(
                new Request.Create(
                        ResourcePath.in(SLICES, path.namespace()), new ApiObject(json), WriteOptions.DEFAULT),
                deadline());
        return fence.update(path, this::pointed, deadline()) instanceof ObjectFence.Outcome.Updated;
    }

    private ApiObject pointed(ApiObject slice) {
        return slice.edit(json -> {
            json.putArray("endpoints").addObject().putObject("conditions").put("ready", true);
            ((ObjectNode) json.path("endpoints").path(0)).putArray("addresses").add(endpoint.address());
            json.putArray("ports")
                    .addObject()
                    .put("name", endpoint.portName())
                    .put("port", endpoint.port())
                    .put("protocol", "TCP");
        });
    }

    private Deadline deadline() {
        return Deadline.after(machine.clock(), TIMEOUT);
    }

    private static boolean isMissing(Reply reply) {
        return reply instanceof Reply.Failure failure && failure.status().code() == NOT_FOUND;
    }
}
