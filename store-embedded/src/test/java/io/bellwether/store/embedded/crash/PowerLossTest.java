package io.bellwether.store.embedded.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.execution.Randomness;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import io.bellwether.store.embedded.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts the power at random moments: every acknowledged write is there afterwards (G-W1), and the store opens (G-W9 does
 * not mistake a torn write for damage). The same cuts find the loss when the sync is left out or comes late.
 */
final class PowerLossTest {

    private static final int WRITERS = 32;
    private static final int CUTS = Integer.getInteger("bellwether.crash.cuts", 60);

    @TempDir
    Path directory;

    @Test
    void acknowledgement_thenPowerCut_isKept() throws Exception {
        List<DiskTrace.Step> trace = trace("real");

        assertThat(cuts(trace, CUTS, 1)).isEmpty();
    }

    @Test
    void acknowledgement_withoutSync_isLostAndNoticed() throws Exception {
        List<DiskTrace.Step> trace = trace("none");

        assertThat(cuts(trace, 10, 2)).anyMatch(fault -> fault.contains("lost: "));
    }

    @Test
    void acknowledgement_beforeSync_isLostAndNoticed() throws Exception {
        List<DiskTrace.Step> trace = trace("late");

        assertThat(cuts(trace, 20, 3)).anyMatch(fault -> fault.contains("lost: "));
    }

    private List<DiskTrace.Step> trace(String sync) throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        Path trace = directory.resolve("trace");
        Map<String, String> environment = Map.of(
                "LD_PRELOAD", ChildProcess.shim(directory).toString(),
                "SHIM_DIR", data.toString(),
                "SHIM_TRACE", trace.toString(),
                "SHIM_SYNC", sync);
        Files.createDirectory(data);
        Path errors = directory.resolve("errors");
        int code = ChildProcess.run(
                errors, environment, data.toString(), acknowledgements().toString(), "power", "" + WRITERS, "60");
        assertThat(code).as(Files.readString(errors)).isZero();
        return DiskTrace.read(trace);
    }

    /** Inside the watched directory, so that the trace has each acknowledgement in its place among the writes. */
    private Path acknowledgements() {
        return directory.resolve("data").resolve("ACKNOWLEDGED");
    }

    /** Cuts at random places of the trace; the answer is what is wrong after them. */
    private List<String> cuts(List<DiskTrace.Step> trace, int count, long seed) throws IOException {
        RandomGenerator random = Randomness.seeded(seed);
        TreeSet<Integer> places = new TreeSet<>();
        while (places.size() < count) {
            places.add(1 + random.nextInt(trace.size()));
        }
        List<String> faults = new ArrayList<>();
        List<Acknowledgement> told = new ArrayList<>();
        SimulatedDisk disk = new SimulatedDisk();
        long inode = -1;
        for (int index = 0; index < trace.size(); index++) {
            DiskTrace.Step record = trace.get(index);
            if (record instanceof DiskTrace.Step.Create create
                    && create.name().equals(acknowledgements().toString())) {
                inode = create.inode();
            } else if (record instanceof DiskTrace.Step.Write write && write.inode() == inode) {
                told.add(Acknowledgement.parse(write.data().utf8().strip()));
            } else {
                disk.apply(record);
            }
            if (places.contains(index + 1)) {
                for (SimulatedDisk.Loss loss : SimulatedDisk.Loss.values()) {
                    faults.addAll(cut(disk, loss, random, told, "seed " + seed + ", record " + index + ", " + loss));
                }
            }
        }
        return faults;
    }

    private List<String> cut(
            SimulatedDisk disk,
            SimulatedDisk.Loss loss,
            RandomGenerator random,
            List<Acknowledgement> told,
            String name)
            throws IOException {
        Path after = directory.resolve("after");
        disk.cut(loss, random, after);
        try (Store store = Stores.openTiny(after)) {
            return Verification.faults(store, told).stream()
                    .map(fault -> name + ": " + fault)
                    .toList();
        } catch (StoreException refused) {
            return List.of(name + ": lost: the store does not open: " + refused.getMessage());
        } finally {
            delete(after);
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
