package io.bellwether.cli.up;

import io.bellwether.apiserver.ApiServer;
import io.bellwether.apiserver.ApiServerOptions;
import io.bellwether.apiserver.datadir.DataDirectory;
import io.bellwether.apiserver.datadir.ServerException;
import io.bellwether.apiserver.http.HttpOptions;
import io.bellwether.cli.command.CommandFailure;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.SystemScheduler;
import io.bellwether.execution.Threads;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import io.bellwether.store.embedded.EmbeddedStore;
import io.bellwether.store.embedded.EmbeddedStoreOptions;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Wires the API server and its embedded store on the real machine, and runs them until a signal or a failure ends the
 * process.
 *
 * <p>Shape: a signal ends the process in the JVM's shutdown: its hook drains the server and halts with code 0. A
 * failure ends it from {@link #run}.
 *
 * <p>Threads: {@link #run} holds the main thread; the store and the watch cache report failures from their own threads.
 */
final class ControlPlane {

    private final DataDirectory directory;
    private final InetSocketAddress listen;
    private final String node;
    private final String version;
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    ControlPlane(Path dataDir, InetSocketAddress listen, String node, String version) {
        this.directory = new DataDirectory(dataDir);
        this.listen = listen;
        this.node = node;
        this.version = version;
    }

    /**
     * Runs; returns never but by an exception.
     *
     * @param ready told the server's URL once it serves
     */
    void run(Consumer<URI> ready) throws InterruptedException {
        SystemClock clock = new SystemClock();
        ExecutorService executor = Threads.virtual("apiserver");
        SystemScheduler scheduler = new SystemScheduler("apiserver-scheduler", clock);
        Machine machine = new Machine(clock, scheduler, executor, Randomness.secure());
        ApiServerOptions options =
                new ApiServerOptions(directory, HttpOptions.defaults(listen), node, version, () -> true);
        ApiServer server = new ApiServer(options, machine, () -> openStore(machine), failure::complete);
        start(server);
        EndHook hook = EndHook.install(server);
        ready.accept(server.url());
        throw ended(server, hook);
    }

    private void start(ApiServer server) {
        try {
            server.start();
        } catch (ServerException e) {
            throw CommandFailure.of(String.valueOf(e.getMessage()), e);
        } catch (StoreException e) {
            throw CommandFailure.of(explain(e), e);
        }
    }

    private CommandFailure ended(ApiServer server, EndHook hook) throws InterruptedException {
        try {
            Throwable cause = failure.get();
            if (!hook.remove()) {
                // A signal came first: its hook ends the process.
                new CompletableFuture<Void>().get();
            }
            if (cause instanceof StoreException) {
                server.close();
                return CommandFailure.of(
                        "the store cannot write any more: " + cause.getMessage() + "; nothing that was acknowledged is"
                                + " lost, see to the disk and start again",
                        cause);
            }
            // A violated invariant: what is in memory is not to be trusted, so nothing is finished with it.
            return CommandFailure.of("a defect ended the server: " + cause.getMessage(), cause);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the failure is only ever completed with a value", e);
        }
    }

    private Store openStore(Machine machine) {
        AtomicInteger count = new AtomicInteger();
        return EmbeddedStore.open(new EmbeddedStoreOptions(
                directory.root(),
                machine.clock(),
                machine.random(),
                task -> {
                    Thread unused = Threads.start("store-embedded-" + count.incrementAndGet(), task);
                },
                machine.executor(),
                failure::complete,
                EmbeddedStoreOptions.Limits.DEFAULT));
    }

    private String explain(StoreException e) {
        String what = String.valueOf(e.getMessage());
        return switch (e.reason()) {
            case LOCKED -> what + "; stop it, or choose another directory with --data-dir";
            case UNUSABLE, NO_SPACE ->
                what
                        + (directory.isFull()
                                ? "; free space on its disk, or choose another directory with --data-dir"
                                : "; make it usable for this user, or choose another directory with --data-dir");
            case CORRUPT -> what + "; see: bellwether store check --data-dir " + directory.root();
            case FORMAT_TOO_NEW, TOO_LARGE, CLOSED, FAILED -> what;
        };
    }
}
