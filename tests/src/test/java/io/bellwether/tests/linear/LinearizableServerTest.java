package io.bellwether.tests.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.tests.linear.Mischief.Extent;
import io.bellwether.tests.linear.RegisterClient.FenceHeader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What concurrent clients and candidates see of {@code bellwether up} while connections break, answers are late and the
 * server is killed and started again, is what one object would show that is changed by one request at a time.
 *
 * <p>Source: G-W1, G-W3, G-W4, G-W5, G-R1, G-A1, G-F1, G-F2.
 */
class LinearizableServerTest {

    private static final int SEEDS = Integer.getInteger("bellwether.linear.seeds", 1);
    private static final int CALLS = Integer.getInteger("bellwether.linear.calls", 1_500);
    private static final int WORKERS = 4;
    private static final int CRASHES = 2;

    @TempDir
    Path directory;

    @Test
    void histories_ofClientsAndCandidatesOverHttpWithFaults_areLinearizable() throws Exception {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try (Site site = ProcessSite.start(directory.resolve("seed" + seed))) {
                Journal journal = Trial.run(site, seed, new Extent(WORKERS, CALLS, CRASHES), FenceHeader.SENT);
                System.out.printf(
                        "linearizability, seed %d: %,d calls, %d crashes: %s%n",
                        seed, journal.size(), CRASHES, journal.counts());
                assertThat(journal.counts()).containsKeys(EVERYTHING);
                journal.histories()
                        .forEach((object, history) -> assertThat(Linearizer.check(history))
                                .as(object)
                                .isInstanceOf(Verdict.Linearizable.class));
            }
        }
    }

    /** A run without one of these would show less than it says. */
    private static final String[] EVERYTHING = {
        "Create Conflict",
        "Create Written",
        "Delete Conflict",
        "Delete Deleted",
        "Delete Missing",
        "HandOver HandedOver",
        "Read Found",
        "Read Missing",
        "ReadToken Token",
        "Update Conflict",
        "Update FencedOut",
        "Update Missing",
        "Update Unknown",
        "Update Written",
    };
}
