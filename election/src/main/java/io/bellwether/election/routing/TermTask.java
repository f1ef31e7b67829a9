package io.bellwether.election.routing;

import io.bellwether.election.Leadership;
import io.bellwether.execution.Backoff;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Mailbox;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is done once in a term, and tried again until it has been done or the term is over.
 *
 * <p>Threads: the mailbox runs it, on the machine's executor; it may block.
 */
final class TermTask {

    private static final Logger log = LoggerFactory.getLogger(TermTask.class);
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10), 2, 0.2);

    private final String name;
    private final Machine machine;
    private final Mailbox mailbox;

    TermTask(String name, Machine machine) {
        this.name = name;
        this.machine = machine;
        this.mailbox = new Mailbox("election-routing-" + name, machine.executor(), 64);
    }

    /** A task that can be interrupted; answers whether it is done. */
    @FunctionalInterface
    interface Attempt {
        boolean done() throws InterruptedException;
    }

    /** While the leadership is valid. */
    void begin(Leadership leadership, Attempt attempt) {
        post(leadership::isValid, attempt, 1);
    }

    /** Once, when a term is over. */
    void end(Attempt attempt) {
        post(() -> true, attempt, Integer.MAX_VALUE);
    }

    private void post(BooleanSupplier wanted, Attempt attempt, int number) {
        try {
            mailbox.execute(() -> run(wanted, attempt, number));
        } catch (RejectedExecutionException closed) {
            log.atDebug().addKeyValue("object", name).log("Dropped a change of routing");
        }
    }

    private void run(BooleanSupplier wanted, Attempt attempt, int number) {
        try {
            if (!wanted.getAsBoolean() || attempt.done()) {
                return;
            }
            log.atWarn().addKeyValue("object", name).log("Could not lead traffic to the leader");
            if (number < Integer.MAX_VALUE) {
                long atNanos = machine.clock().nanos()
                        + RETRY.delay(number, machine.random()).toNanos();
                var unused = machine.scheduler().schedule(atNanos, () -> post(wanted, attempt, number + 1));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
