package io.bellwether.cli.elect;

import io.bellwether.cli.elect.core.GroupSignal;
import io.bellwether.cli.elect.core.RunRules;
import io.bellwether.cli.elect.core.RunState;
import io.bellwether.cli.elect.core.RunStep;
import io.bellwether.cli.elect.core.RunView;
import io.bellwether.client.Fence;
import io.bellwether.election.Leadership;
import io.bellwether.execution.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of the command under one leadership: performs what {@link RunRules} decide, until no process of it lives.
 *
 * <p>Threads: {@link #untilOver} runs on the election's thread for the work, whose interrupt means that the leadership
 * is over; {@link #look} wakes it from any thread.
 */
final class CommandRun {

    /** How old the state file's moment may be: renewals come every 200 ms or slower. */
    private static final long STATE_FILE_EVERY_NANOS = Duration.ofMillis(200).toNanos();

    private final RunRules rules;
    private final Clock clock;
    private final Guardian guardian;
    private final StateFile stateFile;
    private final Supplier<String> signalName;
    private final IntSupplier stopRequests;
    private final Semaphore news = new Semaphore(0);
    private boolean interrupted;
    private long writtenUntil = -1;

    /**
     * A run that has not begun.
     *
     * @param signalName what is sent to the group at the first request to stop
     * @param stopRequests how often it was asked to stop so far
     */
    CommandRun(
            RunRules rules,
            Clock clock,
            Guardian guardian,
            StateFile stateFile,
            Supplier<String> signalName,
            IntSupplier stopRequests) {
        this.rules = rules;
        this.clock = clock;
        this.guardian = guardian;
        this.stateFile = stateFile;
        this.signalName = signalName;
        this.stopRequests = stopRequests;
    }

    /** Something happened: look at once. */
    void look() {
        news.release();
    }

    /**
     * Makes the launcher the command and returns when the group that it leads is empty.
     *
     * <p>Errors: UncheckedIOException when the command could not be launched; nothing of it runs then.
     */
    RunState.Over untilOver(Leadership leadership, Launcher launcher, Fence fence) {
        writeState(leadership);
        Process process = launch(leadership, launcher, fence);
        var unused = process.onExit().thenRun(this::look);
        RunState state = RunState.begin();
        while (true) {
            RunStep step = rules.step(state, view(leadership, process));
            state = step.next();
            send(step.signal(), process.pid());
            if (state instanceof RunState.Over over) {
                forget();
                return over;
            }
            writeState(leadership);
            await(step.wakeAtNanos());
        }
    }

    private Process launch(Leadership leadership, Launcher launcher, Fence fence) {
        try {
            guardian.guard(launcher.group());
            return launcher.launch(leadership.term(), fence.token(), fence.headerValue());
        } catch (IOException failed) {
            throw new UncheckedIOException("the command could not be launched", failed);
        }
    }

    private RunView view(Leadership leadership, Process process) {
        OptionalInt exitCode = process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
        boolean stands = !interrupted && leadership.isValid();
        return new RunView(
                clock.nanos(),
                leadership.deadline().atNanos(),
                stands ? RunView.Standing.LEADING : RunView.Standing.LOST,
                stopRequests.getAsInt(),
                exitCode,
                group(exitCode, process.pid()));
    }

    /** Asked only once the leader of the group is gone: before, the group is not empty anyway. */
    private static RunView.Group group(OptionalInt exitCode, long group) {
        if (exitCode.isEmpty()) {
            return RunView.Group.ALIVE;
        }
        try {
            return ProcessGroup.isEmpty(group) ? RunView.Group.EMPTY : RunView.Group.ALIVE;
        } catch (IOException unknown) {
            return RunView.Group.ALIVE;
        }
    }

    private void send(GroupSignal signal, long group) {
        @Nullable
        String name = switch (signal) {
            case NONE -> null;
            case FORWARD -> signalName.get();
            case TERM -> "TERM";
            case KILL -> "KILL";
        };
        if (name == null) {
            return;
        }
        try {
            guardian.signal(name, group);
        } catch (IOException noNewProcess) {
            // Neither the guardian nor another shell: the leader of the group, at least, is a child of ours. The rules
            // come back here until the group is empty.
            ProcessHandle.of(group).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private void forget() {
        try {
            guardian.forget();
        } catch (IOException guardianGone) {
            // It guards nothing any more, which is what was asked for; the session ends with it.
            return;
        }
    }

    private void writeState(Leadership leadership) {
        long validUntil =
                !interrupted && leadership.isValid() ? leadership.deadline().atNanos() : 0;
        if (validUntil == writtenUntil) {
            return;
        }
        try {
            stateFile.write(leadership.term(), leadership.fencingToken().value(), validUntil);
            writtenUntil = validUntil;
        } catch (IOException diskFull) {
            // An old moment in the file errs to the safe side: it passes earlier. The next turn tries again.
            return;
        }
    }

    private void await(long wakeAtNanos) {
        long waitNanos = Math.min(wakeAtNanos - clock.nanos(), STATE_FILE_EVERY_NANOS);
        try {
            if (news.tryAcquire(Math.max(0, waitNanos), TimeUnit.NANOSECONDS)) {
                news.drainPermits();
            }
        } catch (InterruptedException leadershipOver) {
            // How the election tells the end of the term; the command must be stopped before this thread may go.
            interrupted = true;
        }
    }
}
