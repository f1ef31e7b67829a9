package io.bellwether.cli.elect;

import io.bellwether.cli.elect.core.RunRules;
import io.bellwether.cli.elect.core.RunState;
import io.bellwether.client.Fence;
import io.bellwether.election.LeaderWork;
import io.bellwether.election.Leadership;
import io.bellwether.execution.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The work of a leader: runs the command, and decides what its end means for this program.
 *
 * <p>Threads: {@link #run} is called by the election, one term after the other; {@link #stopRequested} by the signal
 * thread; the rest by the main thread. What they share is atomic.
 */
final class ElectSession implements LeaderWork {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** A command that ran this long was healthy: the next pause is short again. */
    private static final Duration HEALTHY = Duration.ofSeconds(60);

    private final ElectSettings settings;
    private final RunRules rules;
    private final Clock clock;
    private final Guardian guardian;
    private final StateFile stateFile;
    private final StopSignals signals;
    private final LauncherPool launchers;
    private final Narrator narrator;
    private final CompletableFuture<Integer> result = new CompletableFuture<>();
    private final CompletableFuture<Boolean> led = new CompletableFuture<>();
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.IDLE);
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
    private final AtomicReference<@Nullable CommandRun> running = new AtomicReference<>();
    private final Semaphore pause = new Semaphore(0);
    private volatile Runnable whenStopped = () -> {};

    /** Whether a command may be running. */
    private enum Stage {
        IDLE,
        WORKING,
        /** It is to stop, so that others lead. */
        RESIGNING
    }

    /** Whether there has been a leadership. */
    private enum Phase {
        WAITING,
        LED,
        GIVEN_UP
    }

    ElectSession(
            ElectSettings settings,
            Clock clock,
            Guardian guardian,
            StateFile stateFile,
            StopSignals signals,
            LauncherPool launchers,
            Narrator narrator) {
        this.settings = settings;
        this.rules =
                new RunRules(settings.stopGrace(), settings.candidate().timing().stopGrace());
        this.clock = clock;
        this.guardian = guardian;
        this.stateFile = stateFile;
        this.signals = signals;
        this.launchers = launchers;
        this.narrator = narrator;
    }

    /** Completes with the exit code when this program is to end; no command runs any more then, or none ever did. */
    CompletableFuture<Integer> result() {
        return result;
    }

    /** Completes with the first leadership. */
    CompletableFuture<Boolean> led() {
        return led;
    }

    /**
     * Ends this program with that code unless there has been a leadership; one that comes later is given back at once.
     */
    void giveUp(int exitCode) {
        if (phase.compareAndSet(Phase.WAITING, Phase.GIVEN_UP)) {
            result.complete(exitCode);
        }
    }

    /** This program is to stop: a command that runs is stopped first, see {@link RunRules}. */
    void stopRequested() {
        wake();
        // The work sets its mark before it looks at the count of requests, and the count was raised before this look at
        // the mark: one of the two sees the other.
        if (!isWorking()) {
            result.complete(signals.exitCode());
        }
    }

    /**
     * The command that runs is to be stopped, in its time, before the candidate resigns; false when none runs, or one
     * is being stopped for that already, and nothing is done then.
     *
     * @param resign called once the command has ended, on the thread of the work
     */
    boolean resignRequested(Runnable resign) {
        whenStopped = resign;
        boolean resigns = stage.compareAndSet(Stage.WORKING, Stage.RESIGNING);
        if (resigns) {
            wake();
        }
        return resigns;
    }

    /** Whether a command may be running. */
    boolean isWorking() {
        return stage.get() != Stage.IDLE;
    }

    private void wake() {
        CommandRun current = running.get();
        if (current != null) {
            current.look();
        }
        pause.release();
    }

    @Override
    public void run(Leadership leadership) throws InterruptedException {
        if (!phase.compareAndSet(Phase.WAITING, Phase.LED) && phase.get() == Phase.GIVEN_UP) {
            return;
        }
        stage.set(Stage.WORKING);
        try {
            led.complete(true);
            lead(leadership);
        } catch (IOException | UncheckedIOException failed) {
            narrator.complain(String.valueOf(failed.getMessage()));
            result.complete(ElectExit.SOFTWARE);
        } finally {
            // Before the work is over, so that the term ends by resigning and not because its work was done.
            if (stage.getAndSet(Stage.IDLE) == Stage.RESIGNING) {
                whenStopped.run();
            }
            // A request that came after the work's last look at the count, and saw the mark.
            if (signals.count() > 0) {
                result.complete(signals.exitCode());
            }
        }
    }

    private void lead(Leadership leadership) throws IOException, InterruptedException {
        Duration pauseLength = FIRST_PAUSE;
        pause.drainPermits();
        while (stopRequests() == 0) {
            long begunNanos = clock.nanos();
            RunState.Over over = runOnce(leadership);
            if (isLast(over)) {
                return;
            }
            boolean wasHealthy = clock.nanos() - begunNanos > HEALTHY.toNanos();
            pauseLength = wasHealthy ? FIRST_PAUSE : pauseLength;
            narrator.say("the command ended with code " + over.exitCode() + "; it is started again in "
                    + pauseLength.toMillis() + " ms");
            launchers.prepareNext();
            rest(pauseLength);
            if (!leadership.isValid()) {
                lost();
                return;
            }
            pauseLength = pauseLength.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                    ? LONGEST_PAUSE
                    : pauseLength.multipliedBy(2);
        }
        if (signals.count() > 0) {
            result.complete(signals.exitCode());
        }
    }

    /** As the command hears of it: to resign is one of them, and no second one that kills. */
    private int stopRequests() {
        return Math.max(signals.count(), stage.get() == Stage.RESIGNING ? 1 : 0);
    }

    private RunState.Over runOnce(Leadership leadership) throws IOException, InterruptedException {
        Fence fence = new Fence(
                settings.lease().namespace(),
                settings.lease().name(),
                leadership.fencingToken().value());
        try (Launcher launcher = launchers.take()) {
            CommandRun run = new CommandRun(rules, clock, guardian, stateFile, signals::name, this::stopRequests);
            running.set(run);
            return run.untilOver(leadership, launcher, fence);
        } finally {
            running.set(null);
        }
    }

    /** Whether the command is not started again in this term; decides what this program does then. */
    private boolean isLast(RunState.Over over) {
        switch (over.cause()) {
            case STOPPED -> stopped(over.exitCode());
            case LOST -> lost();
            case EXITED -> {
                return isLastByItself(over.exitCode());
            }
        }
        return true;
    }

    private void stopped(int exitCode) {
        if (signals.count() > 0) {
            result.complete(exitCode);
        } else {
            narrator.say("the command ended with code " + exitCode + "; others may lead now");
            launchers.prepareNext();
        }
    }

    private boolean isLastByItself(int exitCode) {
        if (stopRequests() > 0) {
            stopped(exitCode);
            return true;
        }
        return switch (settings.onChildExit()) {
            case EXIT -> {
                result.complete(exitCode);
                yield true;
            }
            case YIELD -> {
                stopped(exitCode);
                yield true;
            }
            case RESTART -> false;
        };
    }

    private void lost() {
        if (signals.count() > 0) {
            result.complete(signals.exitCode());
        } else if (settings.onLoss() == ElectSettings.OnLoss.EXIT) {
            result.complete(ElectExit.LOST);
        } else {
            launchers.prepareNext();
        }
    }

    /** The end of the leadership interrupts the pause, and a request to stop ends it. */
    private void rest(Duration length) {
        try {
            boolean unused = pause.tryAcquire(length.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException leadershipOver) {
            // The caller looks at the leadership next.
            return;
        }
    }
}
