package io.bellwether.store.embedded.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.execution.Randomness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts the power at random moments: every acknowledged write is there afterwards (G-W1), and the store opens (G-W9 does
 * not mistake a torn write for damage). The same cuts find the loss when the sync is left out or comes late.
 */
final class PowerLossTest {

    private static final int WRITERS = 32;
    private static final int TRANSACTIONS = 60;
    private static final int CUTS = Integer.getInteger("bellwether.crash.cuts", 60);

    @TempDir
    Path directory;

    @Test
    void acknowledgement_thenPowerCut_isKept() throws Exception {
        assertThat(faults("real", CUTS, 1)).isEmpty();
    }

    @Test
    void acknowledgement_afterKillAndFailedSync_thenPowerCut_isKept() throws Exception {
        PowerCuts power = new PowerCuts(directory);
        power.run(WRITERS, TRANSACTIONS, Map.of("SHIM_KILL", "frame:40"));
        power.run(WRITERS, TRANSACTIONS, Map.of("SHIM_FAIL", "frame:40"));
        assertThat(power.wasRefused()).as(power.errors()).isTrue();
        assertThat(power.run(WRITERS, TRANSACTIONS, Map.of()))
                .as(power.errors())
                .isZero();

        assertThat(faults(power, "after a kill and a failed sync", CUTS / 2, 4)).isEmpty();
    }

    @Test
    void acknowledgement_withoutSync_isLostAndNoticed() throws Exception {
        assertThat(faults("none", 10, 2)).anyMatch(fault -> fault.contains("lost: "));
    }

    @Test
    void acknowledgement_beforeSync_isLostAndNoticed() throws Exception {
        assertThat(faults("late", 20, 3)).anyMatch(fault -> fault.contains("lost: "));
    }

    private List<String> faults(String sync, int cuts, long seed) throws Exception {
        PowerCuts power = new PowerCuts(directory);
        assertThat(power.run(WRITERS, TRANSACTIONS, Map.of("SHIM_SYNC", sync)))
                .as(power.errors())
                .isZero();
        return faults(power, "with sync \"" + sync + "\"", cuts, seed);
    }

    private static List<String> faults(PowerCuts power, String run, int cuts, long seed) throws IOException {
        List<DiskTrace.Step> trace = power.trace();
        Set<Integer> places = PowerCuts.somewhere(trace, cuts, Randomness.seeded(seed));
        Set<SimulatedDisk.Loss> losses = EnumSet.allOf(SimulatedDisk.Loss.class);
        List<String> faults = power.faults(trace, places, losses, PowerCuts.Demand.LIKE_THE_MODEL, seed);
        System.out.printf(
                "Power cut %s, at %d of %d operations, in %d ways each: %d faults%n",
                run, places.size(), trace.size(), losses.size(), faults.size());
        return faults;
    }
}
