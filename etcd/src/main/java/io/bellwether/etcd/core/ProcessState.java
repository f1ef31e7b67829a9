package io.bellwether.etcd.core;

import java.time.Duration;
import java.util.Optional;

/** The member's process. */
public sealed interface ProcessState {

    /**
     * None runs.
     *
     * @param last how the last one ended that this supervisor saw
     * @param fruitless how many have ended within the last ten minutes without having been told to, and before they had
     *     answered
     */
    record Stopped(Optional<Exit> last, int fruitless) implements ProcessState {}

    /** It runs, and has not answered yet. */
    record Starting(Duration lasting) implements ProcessState {}

    /** It runs and answers. */
    record Running() implements ProcessState {}

    /** It answered once, and has not for so long, while this machine is responsive. */
    record Unresponsive(Duration lasting) implements ProcessState {}

    /**
     * The end of a process.
     *
     * @param kind what it says about the member
     * @param wrote whether a log existed at any time while it ran: this supervisor watched
     */
    record Exit(ExitKind kind, Wrote wrote) {

        /** Whether a process wrote data. */
        public enum Wrote {
            /** There was, or may have been, a log. */
            MAYBE,
            /** There was none, before, during and after. */
            NOTHING
        }
    }
}
