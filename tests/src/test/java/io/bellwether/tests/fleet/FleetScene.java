package io.bellwether.tests.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.client.ApiClient;
import io.bellwether.client.ClientConfig;
import io.bellwether.client.ClientOptions;
import io.bellwether.client.ListOptions;
import io.bellwether.client.ObjectPage;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WatchOptions;
import io.bellwether.client.WriteOptions;
import io.bellwether.client.kubeconfig.Kubeconfig;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.RealMachine;
import io.bellwether.tests.program.ProgramProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The server as a process, the candidates that were started on it, and an observer of what they write.
 *
 * @param server the running {@code bellwether up}
 * @param kubeconfig an administrator's
 * @param electors all that were started; ended with the scene
 */
record FleetScene(
        ProgramProcess server, Path kubeconfig, RealMachine real, ApiClient client, Collection<Elector> electors)
        implements AutoCloseable {

    static final GroupVersionResource LEASES = new GroupVersionResource("coordination.k8s.io", "v1", "leases");
    static final GroupVersionResource CONFIG_MAPS = new GroupVersionResource("", "v1", "configmaps");

    /** Starts the server, with its data in that folder. */
    static FleetScene open(Path folder) throws IOException, InterruptedException {
        ProgramProcess server = ProgramProcess.start(
                Map.of(), "up", "--data-dir", folder.resolve("data").toString(), "--listen", "127.0.0.1:0");
        String unused = server.awaitLine("Bellwether is ready");
        Path kubeconfig = folder.resolve("data/admin.kubeconfig");
        RealMachine real = RealMachine.open("fleet");
        ApiClient client = new ApiClient(
                Kubeconfig.load(kubeconfig).context(""),
                ClientOptions.of("fleet-test"),
                real.machine().clock(),
                real.machine().executor());
        return new FleetScene(server, kubeconfig, real, client, new ArrayList<>());
    }

    ClientConfig config() {
        return client.config();
    }

    Elector start(Library library, String lease, String identity, Elector.Timing timing) throws IOException {
        return start(library, kubeconfig, lease, identity, timing);
    }

    /** Starts one with another way to the server. */
    Elector start(Library library, Path way, String lease, String identity, Elector.Timing timing) throws IOException {
        Elector elector = Elector.start(library, way, lease, identity, timing);
        electors.add(elector);
        return elector;
    }

    /** Of a Lease that does not exist yet. */
    History<LeaseVersion> leaseHistory(String name) throws InterruptedException {
        return history(LEASES, name, LeaseVersion::of);
    }

    /** Of an object that does not exist yet. */
    <V> History<V> history(GroupVersionResource resource, String name, Function<ApiObject, V> reading)
            throws InterruptedException {
        ResourcePath collection = ResourcePath.in(resource, "default");
        Reply listed = client.send(new Request.ListPage(collection, ListOptions.ALL), deadline());
        assertThat(listed).isInstanceOf(Reply.Success.class);
        WatchOptions options = WatchOptions.after(
                        ObjectPage.of((Reply.Success) listed).resourceVersion())
                .withFields("metadata.name=" + name);
        return new History<>(client.watch(collection, options, deadline()), reading);
    }

    /** The object's version. */
    long revision(GroupVersionResource resource, String name) throws InterruptedException {
        Reply reply = client.send(new Request.Get(ResourcePath.object(resource, "default", name)), deadline());
        assertThat(reply).isInstanceOf(Reply.Success.class);
        return Long.parseLong(((Reply.Success) reply).object().resourceVersion());
    }

    /** A ConfigMap that the members of ours write to. */
    void createConfigMap(String name) throws InterruptedException {
        ObjectNode object = JsonMapper.shared().createObjectNode();
        object.put("apiVersion", "v1").put("kind", "ConfigMap");
        object.putObject("metadata").put("name", name);
        Reply created = client.send(
                new Request.Create(
                        ResourcePath.in(CONFIG_MAPS, "default"), new ApiObject(object), WriteOptions.DEFAULT),
                deadline());
        assertThat(created).isInstanceOf(Reply.Success.class);
    }

    /** Writes to that ConfigMap under that token of the Lease of the same name; answers the status code. */
    int fencedWrite(String name, long token) throws InterruptedException {
        Reply reply = client.send(FencedWrite.request(name, token), deadline());
        return switch (reply) {
            case Reply.Success accepted -> accepted.code();
            case Reply.Failure refused -> refused.status().code();
            case Reply.Unreachable lost -> throw new IllegalStateException(lost.toString());
            case Reply.Unknown lost -> throw new IllegalStateException(lost.toString());
        };
    }

    /** A copy of the kubeconfig that leads through the gate, in that folder. */
    Path kubeconfigThrough(Gate gate, Path folder) throws IOException {
        String direct = ":" + config().server().getPort();
        String text = Files.readString(kubeconfig);
        assertThat(text).contains(direct);
        return Files.writeString(folder.resolve("kubeconfig"), text.replace(direct, ":" + gate.port()));
    }

    Deadline deadline() {
        return Deadline.after(real.machine().clock(), Duration.ofSeconds(ProgramProcess.PATIENCE_SECONDS));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (Elector elector : electors) {
            elector.close();
        }
        client.close();
        real.close();
        server.close();
    }
}
