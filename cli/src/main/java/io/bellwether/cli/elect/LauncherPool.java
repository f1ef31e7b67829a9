package io.bellwether.cli.elect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps one launcher ready, so that a new leader's command starts without delay.
 *
 * <p>Threads: {@link #take} and {@link #prepareNext} by one thread at a time; {@link #close} by any.
 */
final class LauncherPool implements AutoCloseable {

    private final RunFolder folder;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Executor executor;
    private final AtomicReference<CompletableFuture<Launcher>> next = new AtomicReference<>();

    LauncherPool(RunFolder folder, List<String> command, Map<String, String> environment, Executor executor) {
        this.folder = folder;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.executor = executor;
        this.next.set(CompletableFuture.failedFuture(new IllegalStateException("nothing was prepared")));
    }

    /** Begins to prepare a launcher; does not block. */
    void prepareNext() {
        CompletableFuture<Launcher> preparing = new CompletableFuture<>();
        next.set(preparing);
        executor.execute(() -> {
            try {
                preparing.complete(prepare());
            } catch (IOException | RuntimeException failed) {
                preparing.completeExceptionally(failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                preparing.completeExceptionally(interrupted);
            }
        });
    }

    /** The prepared one, or another one when somebody killed it. */
    Launcher take() throws IOException, InterruptedException {
        try {
            Launcher ready = next.get().get();
            if (ready.isReady()) {
                return ready;
            }
            ready.close();
        } catch (ExecutionException failed) {
            // Another try, whose failure tells why.
            return prepare();
        }
        return prepare();
    }

    /** The launcher that nobody took goes. */
    @Override
    public void close() {
        var unused = next.get().thenAccept(launcher -> {
            try {
                launcher.close();
            } catch (IOException alreadyGone) {
                throw new UncheckedIOException(alreadyGone);
            }
        });
    }

    /**
     * Asks for the group as well, whatever the answer: the next one who asks is a successor that waits, and code that
     * has run once is several times as fast.
     */
    private Launcher prepare() throws IOException, InterruptedException {
        Launcher launcher = Launcher.prepare(folder.nextGate(), command, environment);
        boolean unused = ProcessGroup.isEmpty(launcher.group());
        return launcher;
    }
}
