package io.bellwether.electors.fabric8;

import io.bellwether.electors.program.ElectorOptions;
import io.bellwether.electors.program.ElectorProgram;
import io.bellwether.electors.program.Electors;
import io.bellwether.electors.program.Events;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * fabric8's elector with {@code releaseOnCancel}, started with {@code start()}, which holds no thread. An elector
 * serves for one term; a new one follows it.
 */
public final class Fabric8Elector implements Electors {

    private final ElectorOptions options;
    private final Events events;
    private final KubernetesClient client;
    private final Map<String, CompletableFuture<?>> running = new ConcurrentHashMap<>();
    private final Set<String> resigned = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private Fabric8Elector(ElectorOptions options, Events events) {
        this.options = options;
        this.events = events;
        Config config = Config.fromKubeconfig(options.kubeconfig().toFile());
        // It takes every PKCS #8 key for one of RSA unless it is told otherwise.
        config.setClientKeyAlgo("EC");
        this.client = new KubernetesClientBuilder().withConfig(config).build();
    }

    /** Takes the options of the contract. */
    public static void main(String[] arguments) {
        ElectorProgram.run(arguments, Fabric8Elector::new);
    }

    @Override
    public void contend(String lease) {
        if (closed) {
            return;
        }
        CompletableFuture<?> term =
                client.leaderElector().withConfig(config(lease)).build().start();
        running.put(lease, term);
        CompletableFuture<?> unused = term.whenCompleteAsync((nothing, failure) -> again(lease));
    }

    private void again(String lease) {
        if (!resigned.contains(lease)) {
            contend(lease);
        }
    }

    @Override
    public void resign(String lease) {
        CompletableFuture<?> term = running.get(lease);
        if (term != null) {
            resigned.add(lease);
            term.cancel(true);
            options.standBack();
            resigned.remove(lease);
            contend(lease);
        }
    }

    private LeaderElectionConfig config(String lease) {
        LeaderCallbacks callbacks = new LeaderCallbacks(
                () -> events.started(lease), () -> events.stopped(lease), holder -> observed(lease, holder));
        return new LeaderElectionConfigBuilder()
                .withName(lease)
                .withLock(new LeaseLock(options.namespace(), lease, options.identity()))
                .withLeaseDuration(options.leaseDuration())
                .withRenewDeadline(options.renewDeadline())
                .withRetryPeriod(options.retryPeriod())
                .withReleaseOnCancel(true)
                .withLeaderCallbacks(callbacks)
                .build();
    }

    private void observed(String lease, @Nullable String holder) {
        events.observed(lease, Objects.requireNonNullElse(holder, ""));
    }

    @Override
    public void close() {
        closed = true;
        // A cancelled elector releases in the thread that cancels it.
        List.copyOf(running.values()).parallelStream().forEach(term -> term.cancel(true));
        client.close();
    }
}
