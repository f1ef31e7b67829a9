package io.bellwether.cli.elect;

import io.bellwether.cli.server.LeaseName;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.lease.LeaseOwner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the command line of {@code elect run} asks for, checked.
 *
 * @param candidate how this program takes part, without a listener
 * @param owner what the Lease belongs to while this candidate holds it
 * @param stopGrace how long the command has after a request to stop
 * @param waitTimeout how long to wait for the first leadership; empty: for ever
 */
record ElectSettings(
        LeaseName lease,
        List<String> command,
        ElectionOptions candidate,
        Optional<LeaseOwner> owner,
        Duration stopGrace,
        Optional<Duration> waitTimeout,
        OnChildExit onChildExit,
        OnLoss onLoss,
        Patience patience) {

    ElectSettings {
        command = List.copyOf(command);
    }

    /** What to do when the command ends by itself. */
    enum OnChildExit {
        /** Release the Lease and end with the command's code. */
        EXIT,
        /** Run it again in the same term, after a pause that grows. */
        RESTART,
        /** Release the Lease, let others lead, and stand as a candidate again. */
        YIELD
    }

    /** What to do when the leadership is lost. */
    enum OnLoss {
        /** Stand as a candidate again. */
        RECAMPAIGN,
        /** End. */
        EXIT
    }

    /** What to do about a server that does not answer, or does not permit. */
    enum Patience {
        /** Try again until it does. */
        PERSIST,
        /** End with a code that says so. */
        FAIL_FAST
    }

    /** The name under which it stands. */
    String identity() {
        return candidate.identity();
    }
}
