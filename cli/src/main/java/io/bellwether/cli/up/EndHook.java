package io.bellwether.cli.up;

import io.bellwether.apiserver.ApiServer;
import io.bellwether.cli.command.ExitCode;

/**
 * Turns a signal into an orderly end: requests in flight are answered, the store is closed, and the process ends with
 * code 0 instead of the signal's.
 *
 * <p>Threads: runs on the JVM's shutdown thread, at most once.
 */
final class EndHook {

    private final Thread thread;

    private EndHook(Thread thread) {
        this.thread = thread;
    }

    static EndHook install(ApiServer server) {
        Thread thread = new Thread(() -> end(server), "cli-shutdown");
        Runtime.getRuntime().addShutdownHook(thread);
        return new EndHook(thread);
    }

    /** Takes the hook back; false: a signal has come and the process is ending. */
    boolean remove() {
        try {
            return Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException ending) {
            // The JVM says so when it is shutting down already, which is the answer.
            return false;
        }
    }

    private static void end(ApiServer server) {
        server.close();
        Runtime.getRuntime().halt(ExitCode.DONE);
    }
}
