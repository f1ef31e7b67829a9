package io.bellwether.cli.demo;

import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for what other processes do, by looking again and again.
 *
 * @param limit the longest wait for anything
 */
record Patience(Clock clock, Duration limit) {

    private static final long LOOK_AGAIN_MILLIS = 2;

    /** Waits until the condition holds; a {@link DemoFailure} names what was waited for in vain. */
    void until(String what, BooleanSupplier condition) {
        Optional<Boolean> unused =
                Optional.of(find(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty()));
    }

    /** Waits until there is something. */
    <T> T find(String what, Supplier<Optional<T>> search) {
        Deadline deadline = Deadline.after(clock, limit);
        Optional<T> found = search.get();
        while (found.isEmpty()) {
            if (deadline.isOver(clock)) {
                throw new DemoFailure("waited " + limit.toSeconds() + " s in vain for " + what);
            }
            pause();
            found = search.get();
        }
        return found.get();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted");
        }
    }
}
