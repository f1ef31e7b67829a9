package io.bellwether.election;

import io.bellwether.election.core.EndReason;
import io.bellwether.election.core.Notice;
import java.util.Optional;

/** Carries out on the user's side what the driver announces; no method blocks. */
interface TermHost {

    /** A term has begun; exactly one {@link ElectionDriver#workStopped} must follow its {@link #revoked}. */
    void started(Leadership leadership);

    void inJeopardy(Leadership leadership);

    void safe(Leadership leadership);

    /** The leadership is already invalid: stop the work, then say so to the driver. */
    void revoked(Leadership leadership, EndReason reason);

    void leaderChanged(Optional<String> holder);

    void noticed(Notice notice);

    /** Nothing more will be announced. */
    void finished();
}
