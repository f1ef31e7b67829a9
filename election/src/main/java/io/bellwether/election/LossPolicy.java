package io.bellwether.election;

import io.bellwether.election.core.EndReason;
import java.util.function.IntConsumer;

/**
 * What a program does when its term was lost ({@link EndReason#isLoss}): when it was taken away, not given back.
 *
 * <p>The election itself never ends the process; it calls what the program hands in, usually {@code System::exit} or
 * {@code Runtime.getRuntime()::halt}.
 */
public sealed interface LossPolicy {

    /** Contend again; the default. */
    record Recampaign() implements LossPolicy {}

    /** Close the election once the work has stopped. */
    record Close() implements LossPolicy {}

    /**
     * Close the election and end the process once the work has stopped and the listener has heard of it.
     *
     * @param exit called once, on the election's executor
     */
    record Exit(int code, IntConsumer exit) implements LossPolicy {}

    /**
     * Contend again, but end the process at once if the work of any term, lost or given back, still runs when the
     * term's validity has ended: from then on somebody else may lead.
     *
     * @param halt called at that moment; it must not run shutdown hooks that wait for the work
     */
    record Halt(int code, IntConsumer halt) implements LossPolicy {}
}
