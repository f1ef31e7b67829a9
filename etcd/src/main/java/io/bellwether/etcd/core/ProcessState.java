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

    /**
     * It runs, and has not answered a client yet: it reads its log, waits for a quorum or receives what it is behind.
     *
     * @param lasting since its start
     * @param lifeless for how long it has shown no sign of life either, while this machine is responsive: its peer port
     *     has not answered, its log not grown, and not a second of a processor's time was used
     */
    record Starting(Duration lasting, Duration lifeless) implements ProcessState {}

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
