package io.bellwether.electors.official;

import io.bellwether.electors.program.ElectorOptions;
import io.bellwether.electors.program.ElectorProgram;
import io.bellwether.electors.program.Electors;
import io.bellwether.electors.program.Events;
import io.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.kubernetes.client.extended.leaderelection.LeaderElector;
import io.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The official client's elector as its examples use it: {@code run} in a thread of its own within try-with-resources,
 * so that an interrupted one stops first and releases then.
 */
public final class OfficialElector implements Electors {

    private final ElectorOptions options;
    private final Events events;
    private final ApiClient client;
    private final Map<String, Thread> running = new ConcurrentHashMap<>();
    private final Set<String> resigned = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private OfficialElector(ElectorOptions options, Events events) {
        this.options = options;
        this.events = events;
        try (var reader = Files.newBufferedReader(options.kubeconfig())) {
            this.client =
                    ClientBuilder.kubeconfig(KubeConfig.loadKubeConfig(reader)).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the options of the contract. */
    public static void main(String[] arguments) {
        ElectorProgram.run(arguments, OfficialElector::new);
    }

    @Override
    public void contend(String lease) {
        Thread thread = new Thread(() -> contendUntilClosed(lease), "elector-" + lease);
        running.put(lease, thread);
        thread.start();
    }

    private void contendUntilClosed(String lease) {
        while (!closed && !resigned.contains(lease)) {
            try (LeaderElector elector = new LeaderElector(config(lease))) {
                elector.run(
                        () -> events.started(lease), () -> events.stopped(lease), holder -> observed(lease, holder));
            }
        }
    }

    private LeaderElectionConfig config(String lease) {
        return new LeaderElectionConfig(
                new LeaseLock(options.namespace(), lease, options.identity(), client),
                options.leaseDuration(),
                options.renewDeadline(),
                options.retryPeriod());
    }

    private void observed(String lease, @Nullable String holder) {
        events.observed(lease, Objects.requireNonNullElse(holder, ""));
    }

    @Override
    public void resign(String lease) {
        Thread thread = running.get(lease);
        if (thread != null) {
            resigned.add(lease);
            thread.interrupt();
            join(thread);
            options.standBack();
            resigned.remove(lease);
            contend(lease);
        }
    }

    @Override
    public void close() {
        closed = true;
        running.values().forEach(Thread::interrupt);
        running.values().forEach(OfficialElector::join);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException nobodyDoesThat) {
            Thread.currentThread().interrupt();
        }
    }
}
