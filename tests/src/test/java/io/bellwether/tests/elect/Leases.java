package io.bellwether.tests.elect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.client.ApiClient;
import io.bellwether.client.ClientOptions;
import io.bellwether.client.PatchFormat;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WatchCall;
import io.bellwether.client.WatchOptions;
import io.bellwether.client.WatchSignal;
import io.bellwether.client.WriteOptions;
import io.bellwether.client.kubeconfig.Kubeconfig;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.Threads;
import io.bellwether.tests.program.ProgramProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The Leases of a server, and ConfigMaps, as an observer sees and an outsider edits them. */
final class Leases implements AutoCloseable {

    private static final GroupVersionResource LEASES = new GroupVersionResource("coordination.k8s.io", "v1", "leases");
    private static final GroupVersionResource CONFIG_MAPS = new GroupVersionResource("", "v1", "configmaps");
    private static final Duration PATIENCE = Duration.ofSeconds(ProgramProcess.PATIENCE_SECONDS);

    private final Clock clock = new SystemClock();
    private final ExecutorService executor = Threads.virtual("leases");
    private final ApiClient client;

    Leases(Path kubeconfig) {
        this.client =
                new ApiClient(Kubeconfig.load(kubeconfig).context(""), ClientOptions.of("elect-test"), clock, executor);
    }

    ApiObject get(String name) throws InterruptedException {
        return success(client.send(new Request.Get(path(name)), deadline()));
    }

    boolean exists(String name) throws InterruptedException {
        return client.send(new Request.Get(path(name)), deadline()) instanceof Reply.Success;
    }

    static String holder(ApiObject lease) {
        return lease.json().path("spec").path("holderIdentity").asString("");
    }

    /** A Lease held by somebody who is not there. */
    ApiObject hold(String name, String holder, int seconds) throws InterruptedException {
        ObjectNode lease = JsonMapper.shared().createObjectNode();
        lease.putObject("metadata").put("name", name);
        lease.putObject("spec").put("holderIdentity", holder).put("leaseDurationSeconds", seconds);
        ResourcePath collection = ResourcePath.in(LEASES, "default");
        return success(
                client.send(new Request.Create(collection, new ApiObject(lease), WriteOptions.DEFAULT), deadline()));
    }

    /** Writes another holder into the Lease, whatever its version: what a person with kubectl patch does. */
    void seize(String name, String holder, int seconds) throws InterruptedException {
        ObjectNode patch = JsonMapper.shared().createObjectNode();
        patch.putObject("spec").put("holderIdentity", holder).put("leaseDurationSeconds", seconds);
        Request seize = new Request.Patch(path(name), PatchFormat.MERGE, patch, WriteOptions.DEFAULT);
        assertThat(holder(success(client.send(seize, deadline())))).isEqualTo(holder);
    }

    /** An empty ConfigMap, for the leaders to write to. */
    void createConfigMap(String name) throws InterruptedException {
        ObjectNode object = JsonMapper.shared().createObjectNode();
        object.putObject("metadata").put("name", name);
        ResourcePath collection = ResourcePath.in(CONFIG_MAPS, "default");
        ApiObject unused = success(
                client.send(new Request.Create(collection, new ApiObject(object), WriteOptions.DEFAULT), deadline()));
    }

    /** The data of a ConfigMap. */
    JsonNode configMap(String name) throws InterruptedException {
        Reply reply = client.send(new Request.Get(ResourcePath.object(CONFIG_MAPS, "default", name)), deadline());
        return success(reply).json().path("data");
    }

    /** Watches from now on; to be asked by {@link Release#await}. */
    Release watch(String name) throws InterruptedException {
        WatchOptions options = WatchOptions.after(get(name).resourceVersion()).withFields("metadata.name=" + name);
        return new Release(client.watch(ResourcePath.in(LEASES, "default"), options, deadline()));
    }

    /** Waits for the moment in which a Lease is released. */
    static final class Release implements AutoCloseable {

        private final WatchCall call;

        private Release(WatchCall call) {
            this.call = call;
        }

        void await() throws InterruptedException {
            while (true) {
                WatchSignal signal = call.next(PATIENCE);
                assertThat(signal).isNotInstanceOfAny(WatchSignal.Ended.class, WatchSignal.Idle.class);
                if (signal instanceof WatchSignal.Changed changed
                        && holder(changed.object()).isEmpty()) {
                    return;
                }
            }
        }

        @Override
        public void close() {
            call.close();
        }
    }

    @Override
    public void close() {
        client.close();
        executor.shutdownNow();
    }

    private Deadline deadline() {
        return Deadline.after(clock, PATIENCE);
    }

    private static ResourcePath path(String name) {
        return ResourcePath.object(LEASES, "default", name);
    }

    private static ApiObject success(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Success.class);
        return ((Reply.Success) reply).object();
    }
}
