package io.bellwether.etcd.member;

import io.bellwether.etcd.core.Cause;
import io.bellwether.etcd.core.Plan;
import io.bellwether.etcd.core.Rule;
import io.bellwether.execution.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * How long to rest between two rounds.
 *
 * <p>Shape: changes come in groups, because what one supervisor does is what another waits for. So rounds follow each
 * other quickly for a while after each decision that differs from the one before; where nothing happens they are half
 * an election timeout apart.
 *
 * <p>Threads: owned by the supervisor's thread.
 */
final class Cadence {

    /** Longer than etcd makes a supervisor wait between two changes of the membership. */
    private static final Duration LIVELY = Duration.ofSeconds(6);

    /** A round costs some ten requests. */
    private static final Duration LEAST = Duration.ofMillis(100);

    private final Duration quick;
    private final Duration calm;
    private final Clock clock;
    private Optional<Decision> last = Optional.empty();
    private long changedAt;

    /** What makes a decision another one; its text may count seconds. */
    private record Decision(Class<? extends Plan> plan, Rule rule, Cause cause) {}

    Cadence(Duration electionTimeout, Clock clock) {
        Duration tenth = electionTimeout.dividedBy(10);
        this.quick = tenth.compareTo(LEAST) > 0 ? tenth : LEAST;
        this.calm = electionTimeout.dividedBy(2);
        this.clock = clock;
    }

    /** A round has ended with this. */
    void decided(Plan plan) {
        Optional<Decision> now = Optional.of(new Decision(
                plan.getClass(), plan.reason().rule(), plan.reason().cause()));
        if (!now.equals(last)) {
            last = now;
            changedAt = clock.nanos();
        }
    }

    /** Until the next round. */
    Duration rest() {
        boolean lively = last.isPresent() && clock.nanos() - changedAt < LIVELY.toNanos();
        return lively && quick.compareTo(calm) < 0 ? quick : calm;
    }
}
