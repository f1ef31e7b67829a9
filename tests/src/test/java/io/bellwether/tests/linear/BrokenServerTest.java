package io.bellwether.tests.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.store.Store;
import io.bellwether.tests.apiserver.TestServer;
import io.bellwether.tests.linear.BrokenStore.Defect;
import io.bellwether.tests.linear.Mischief.Extent;
import io.bellwether.tests.linear.RegisterClient.FenceHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The very runs that find nothing wrong with our server find what is wrong with these. */
class BrokenServerTest {

    private static final Extent EXTENT = new Extent(4, 300, 0);

    /** Chance may hide a mistake in one run; the seeds of the next ones are others. */
    private static final int RUNS = 20;

    @TempDir
    Path directory;

    @Test
    void server_thatIsNotBroken_isFoundLinearizable() throws Exception {
        assertThat(violations(1, BrokenServerTest::rightly, EXTENT, FenceHeader.SENT))
                .isEmpty();
    }

    @Test
    void server_thatServesStaleReads_isCaught() throws Exception {
        assertCaught(Defects.StaleReads::new, EXTENT);
    }

    @Test
    void server_thatDoesNotCompareInTheTransaction_isCaught() throws Exception {
        assertCaught(Defects.NoCompare::new, EXTENT);
    }

    @Test
    void server_thatChecksTheFenceBeforeTheTransactionOnly_isCaught() throws Exception {
        // Only candidates: who else writes to the object in the meantime makes the server look at the token again.
        assertCaught(Defects.FenceCheckedTooEarly::new, new Extent(0, 100, 0));
    }

    @Test
    void server_thatSaysThatNothingWasWrittenWhenItWas_isCaught() throws Exception {
        assertCaught(Defects.DeniesWrites::new, EXTENT);
    }

    @Test
    void server_thatDoesNotKnowTheFence_isCaught() throws Exception {
        assertCaught(BrokenServerTest::rightly, EXTENT, FenceHeader.LEFT_OUT);
    }

    @Test
    void server_thatLosesAcknowledgedWritesInACrash_isCaught() throws Exception {
        assertCaught(files -> new Forgetful()::open, new Extent(4, 300, 2), FenceHeader.SENT);
    }

    /** What opens the store of a server, given its directory; called once for each run. */
    private interface Opening extends Function<Path, Function<Executor, Store>> {}

    private static Function<Executor, Store> rightly(Path files) {
        return executor -> TestServer.openStore(files, executor);
    }

    private void assertCaught(Supplier<Defect> defects, Extent extent) throws Exception {
        Opening broken = files -> {
            Defect defect = defects.get();
            return executor -> new BrokenStore(TestServer.openStore(files, executor), defect);
        };
        assertCaught(broken, extent, FenceHeader.SENT);
    }

    private void assertCaught(Opening opening, Extent extent, FenceHeader fenceHeader) throws Exception {
        for (long seed = 1; seed <= RUNS; seed++) {
            List<Verdict> violations = violations(seed, opening, extent, fenceHeader);
            if (!violations.isEmpty()) {
                System.out.printf("caught with seed %d: %s%n", seed, violations.getFirst());
                return;
            }
        }
        throw new AssertionError("nothing was found in " + RUNS + " runs");
    }

    /** What is wrong with a fresh server. */
    private List<Verdict> violations(long seed, Opening opening, Extent extent, FenceHeader fenceHeader)
            throws IOException, InterruptedException {
        Path files = directory.resolve("seed" + seed);
        try (Site site = InnerSite.start(files, opening.apply(files))) {
            return Trial.run(site, seed, extent, fenceHeader).histories().values().stream()
                    .map(Linearizer::check)
                    .filter(verdict -> verdict instanceof Verdict.Violated)
                    .toList();
        }
    }
}
