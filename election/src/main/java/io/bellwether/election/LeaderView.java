package io.bellwether.election;

import io.bellwether.election.core.FencingToken;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Who holds the lock, as last seen by one candidate; for display and for routing, never for deciding who may act.
 *
 * @param holder the holder's identity
 * @param notes what it says about itself, for instance its address; empty for holders of other implementations
 * @param lease how long it may go without renewing; zero when the record does not say
 * @param unchangedFor how long ago the record was last seen to change
 * @param token its term's fencing token, where the lock's store stamps one
 */
public record LeaderView(
        String holder, Map<String, String> notes, Duration lease, Duration unchangedFor, Optional<FencingToken> token) {

    /** The map is copied. */
    public LeaderView {
        notes = Map.copyOf(notes);
    }
}
