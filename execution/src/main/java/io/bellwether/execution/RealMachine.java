package io.bellwether.execution;

import java.util.concurrent.ExecutorService;

/**
 * The machine that this JVM runs on: one timer thread, and virtual threads for the rest.
 *
 * <p>Threads: safe from any thread. {@code <name>-timer} runs the scheduler; tasks run on {@code <name>-1},
 * {@code <name>-2}, …
 */
public final class RealMachine implements AutoCloseable {

    private final SystemScheduler scheduler;
    private final ExecutorService executor;
    private final Machine machine;

    private RealMachine(String name) {
        SystemClock clock = new SystemClock();
        this.scheduler = new SystemScheduler(name + "-timer", clock);
        this.executor = Threads.virtual(name);
        this.machine = new Machine(clock, scheduler, executor, Randomness.secure());
    }

    /** Opens the machine for one program or library user; its threads bear the name. */
    public static RealMachine open(String name) {
        return new RealMachine(name);
    }

    /** What components are handed. */
    public Machine machine() {
        return machine;
    }

    /** Stops the timers and interrupts the tasks that still run. Idempotent; waits for nothing. */
    @Override
    public void close() {
        scheduler.close();
        executor.shutdownNow();
    }
}
