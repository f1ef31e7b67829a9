package io.bellwether.execution.sim;

import io.bellwether.execution.Clock;
import io.bellwether.execution.Scheduler;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/**
 * One run of a simulated process: everything it does goes through here, so that it can be paused and killed.
 *
 * <p>While paused it runs nothing: timers and messages that fall due wait, and run in order when it resumes; its clock
 * goes on unless it is frozen too. After a crash it never runs anything again; a restart is another {@code SimProcess}.
 *
 * <p>Threads: one thread only, the one that runs the {@link SimWorld}.
 */
public final class SimProcess implements Executor {

    private enum State {
        RUNNING,
        PAUSED,
        DEAD
    }

    private final SimWorld world;
    private final String name;
    private final SimClock clock;
    private final SimScheduler scheduler;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private State state = State.RUNNING;

    /** A running process. */
    public SimProcess(SimWorld world, String name, SimClock clock) {
        this.world = world;
        this.name = name;
        this.clock = clock;
        this.scheduler = new SimScheduler(clock, this);
    }

    /** The name that the network knows it by. */
    public String name() {
        return name;
    }

    /** Its clock, to be tampered with. */
    public SimClock simClock() {
        return clock;
    }

    /** Its clock, as it sees it. */
    public Clock clock() {
        return clock;
    }

    /** Its timers. */
    public Scheduler scheduler() {
        return scheduler;
    }

    /** Runs a task as soon as the process can; never if it is dead by then. */
    @Override
    public void execute(Runnable task) {
        if (state == State.RUNNING) {
            world.at(world.now(), () -> arrive(task));
        } else if (state == State.PAUSED) {
            waiting.addLast(task);
        }
    }

    /** Stops everything, as SIGSTOP or a stop-the-world collection does. */
    public void pause() {
        if (state == State.RUNNING) {
            state = State.PAUSED;
        }
    }

    /** Goes on with what has piled up. */
    public void resume() {
        if (state == State.PAUSED) {
            state = State.RUNNING;
            while (!waiting.isEmpty()) {
                execute(waiting.removeFirst());
            }
        }
    }

    /** Ends it for good, as SIGKILL does. */
    public void crash() {
        state = State.DEAD;
        waiting.clear();
    }

    /** Whether it has not crashed. */
    public boolean isAlive() {
        return state != State.DEAD;
    }

    /** Whether it is paused. */
    public boolean isPaused() {
        return state == State.PAUSED;
    }

    private void arrive(Runnable task) {
        switch (state) {
            case RUNNING -> task.run();
            case PAUSED -> waiting.addLast(task);
            case DEAD -> {}
        }
    }
}
