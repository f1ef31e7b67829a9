package io.bellwether.election;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/**
 * An executor whose threads can all be taken: then its tasks wait, while the rest of the process goes on.
 *
 * <p>Threads: one thread only, the one that runs the simulated world.
 */
final class SimGate implements Executor {

    private final Executor process;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean closed;

    SimGate(Executor process) {
        this.process = process;
    }

    @Override
    public void execute(Runnable task) {
        if (closed) {
            waiting.addLast(task);
        } else {
            process.execute(task);
        }
    }

    void shut() {
        closed = true;
    }

    void open() {
        closed = false;
        while (!waiting.isEmpty()) {
            process.execute(waiting.removeFirst());
        }
    }
}
