package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Holds the command until a failure or a signal ends it; a signal closes what runs, and the process ends with code 0.
 *
 * <p>Threads: {@link #await} holds the main thread; the closing runs on the JVM's shutdown thread.
 */
final class Ending {

    private final CompletableFuture<RuntimeException> failure = new CompletableFuture<>();

    /** Ends the command with this. */
    void fail(RuntimeException cause) {
        failure.complete(cause);
    }

    /**
     * Returns never but by an exception.
     *
     * @param closing ends what runs, in bounded time
     */
    void await(Runnable closing) throws InterruptedException {
        Thread hook = new Thread(
                () -> {
                    closing.run();
                    Runtime.getRuntime().halt(ExitCode.DONE);
                },
                "cli-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        RuntimeException cause = cause();
        if (!remove(hook)) {
            // A signal came first: its hook ends the process.
            new CompletableFuture<Void>().join();
        }
        closing.run();
        throw CommandFailure.of(String.valueOf(cause.getMessage()), cause);
    }

    private RuntimeException cause() throws InterruptedException {
        try {
            return failure.get();
        } catch (ExecutionException never) {
            throw new IllegalStateException("the failure is only ever completed with a value", never);
        }
    }

    private static boolean remove(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The JVM says so when it is shutting down already, which is the answer.
            return false;
        }
    }
}
