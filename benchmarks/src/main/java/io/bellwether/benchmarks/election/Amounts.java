package io.bellwether.benchmarks.election;

import java.time.Duration;

/**
 * How much of everything.
 *
 * @param warmUp resignations before the first that counts, of those peers that hand over in milliseconds
 * @param resignations of a peer; ours has {@code ourResignations}
 * @param terminations of a peer; ours has twice as many
 * @param kills of a peer; ours has twice as many
 * @param blackholes of every peer
 * @param window in which requests are counted
 * @param elections in one process
 */
record Amounts(
        int warmUp,
        int ourResignations,
        int resignations,
        int terminations,
        int kills,
        int blackholes,
        Duration window,
        int elections) {

    /** For figures that are published. */
    static final Amounts FULL = new Amounts(600, 200, 40, 10, 4, 3, Duration.ofSeconds(60), 1_000);

    /** For a test that everything works; its figures say nothing. */
    static final Amounts SMOKE = new Amounts(2, 2, 2, 1, 1, 1, Duration.ofSeconds(5), 20);
}
