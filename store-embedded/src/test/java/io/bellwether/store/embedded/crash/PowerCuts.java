package io.bellwether.store.embedded.crash;

import io.bellwether.execution.Randomness;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import io.bellwether.store.embedded.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Runs processes that write to one directory under the shim, cuts the power at places of their trace, opens what is
 * left, and says what is wrong with it.
 *
 * <p>A place is the number of operations before the cut. Threads: one.
 */
final class PowerCuts {

    /** What is asked of a store that survived a cut. */
    enum Demand {
        /** It opens, and has what was acknowledged. */
        NOTHING_LOST,
        /** The same, and a copy behaves as the model does. */
        LIKE_THE_MODEL
    }

    /** Operations from a change of a name on in which a file begins. */
    private static final int BEGINNING = 8;

    private final Path directory;
    private final Path shim;
    private int runs;

    PowerCuts(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        this.shim = ChildProcess.shim(directory);
        Files.createDirectory(data());
    }

    private Path data() {
        return directory.resolve("data");
    }

    /** Inside the watched directory, so that the trace has each acknowledgement in its place among the writes. */
    private Path acknowledgements() {
        return data().resolve("ACKNOWLEDGED");
    }

    /** Runs one more process on the directory, with more settings for the shim; the answer is its exit code. */
    int run(int writers, int transactions, Map<String, String> settings) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("LD_PRELOAD", shim.toString());
        environment.put("SHIM_DIR", data().toString());
        environment.put("SHIM_TRACE", directory.resolve("trace").toString());
        return ChildProcess.run(
                directory.resolve("errors"),
                environment,
                data().toString(),
                acknowledgements().toString(),
                "power" + runs++,
                "" + writers,
                "" + transactions);
    }

    /** Whether the last thing that a writer was told is that the store takes no more writes. */
    boolean wasRefused() throws IOException {
        return Files.readString(acknowledgements()).endsWith("refused:FAILED 0\n");
    }

    /** What the last process said about its troubles. */
    String errors() throws IOException {
        return Files.readString(directory.resolve("errors"));
    }

    /** What the processes did. */
    List<DiskTrace.Step> trace() throws IOException {
        return DiskTrace.read(directory.resolve("trace"));
    }

    /** Every place of the trace. */
    static Set<Integer> everywhere(List<DiskTrace.Step> trace) {
        return new TreeSet<>(IntStream.rangeClosed(1, trace.size()).boxed().toList());
    }

    /** The places right after a name changed, where files begin and end. */
    static Set<Integer> afterRenames(List<DiskTrace.Step> trace) {
        return new TreeSet<>(everywhere(trace).stream()
                .filter(place -> trace.subList(Math.max(0, place - BEGINNING), place).stream()
                        .anyMatch(DiskTrace.Step.Rename.class::isInstance))
                .toList());
    }

    /** So many places: half of them anywhere, half right after a name changed. */
    static Set<Integer> somewhere(List<DiskTrace.Step> trace, int count, RandomGenerator random) {
        List<Integer> critical = List.copyOf(afterRenames(trace));
        Set<Integer> places = new TreeSet<>();
        for (int index = 0; index < count; index++) {
            int place =
                    index % 2 == 0 ? 1 + random.nextInt(trace.size()) : critical.get(random.nextInt(critical.size()));
            places.add(place);
        }
        return places;
    }

    /** Cuts at the places, each time in every one of the ways; the answer is what is wrong after the cuts. */
    List<String> faults(
            List<DiskTrace.Step> trace, Set<Integer> places, Set<SimulatedDisk.Loss> losses, Demand demand, long seed)
            throws IOException {
        RandomGenerator random = Randomness.seeded(seed);
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
                List<Acknowledgement> committed =
                        told.stream().filter(line -> line.revision() > 0).toList();
                for (SimulatedDisk.Loss loss : losses) {
                    String name = "seed " + seed + ", record " + index + " of " + trace.size() + ", " + loss + ": ";
                    cut(disk, loss, demand, random, committed).forEach(fault -> faults.add(name + fault));
                }
            }
        }
        return faults;
    }

    private List<String> cut(
            SimulatedDisk disk,
            SimulatedDisk.Loss loss,
            Demand demand,
            RandomGenerator random,
            List<Acknowledgement> told)
            throws IOException {
        Path after = directory.resolve("after");
        disk.cut(loss, random, after);
        try {
            if (demand == Demand.LIKE_THE_MODEL) {
                new Survivor(after).requireLikeTheModel(directory.resolve("copy"), random.nextLong());
            }
            try (Store store = Stores.openTiny(after)) {
                return Verification.faults(store, told);
            }
        } catch (StoreException refused) {
            return List.of("lost: the store does not open: " + refused.getMessage());
        } finally {
            Survivor.delete(after);
        }
    }

    /** Leaves behind what a cut leaves right before a sync late in the trace, when sectors are lost at random. */
    void cutBeforeSync(List<DiskTrace.Step> trace, Path survivor) throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        for (int index = 0; index < trace.size(); index++) {
            DiskTrace.Step record = trace.get(index);
            if (index > trace.size() * 3 / 4 && record instanceof DiskTrace.Step.Sync) {
                disk.cut(SimulatedDisk.Loss.SECTORS, Randomness.seeded(index), survivor);
                return;
            }
            disk.apply(record);
        }
        throw new AssertionError("the trace has no sync in its last quarter");
    }
}
