package io.bellwether.spring.boot.starter;

import io.bellwether.election.Leadership;
import io.bellwether.election.core.FencingToken;
import java.util.Optional;

/**
 * The term of this application as the leader, for whoever wants to know.
 *
 * <p>Threads: safe from any thread; nothing here blocks.
 */
public interface CurrentTerm {

    /** The running term; empty while this application does not lead. */
    Optional<Leadership> leadership();

    /** Whether this application leads at this moment. */
    default boolean isLeader() {
        return leadership().filter(Leadership::isValid).isPresent();
    }

    /**
     * The number to send along with every write, so that a deposed leader's is refused.
     *
     * @throws NotLeaderException while this application does not lead
     */
    default FencingToken token() {
        return leadership()
                .filter(Leadership::isValid)
                .map(Leadership::fencingToken)
                .orElseThrow(() -> new NotLeaderException("there is no fencing token"));
    }
}
