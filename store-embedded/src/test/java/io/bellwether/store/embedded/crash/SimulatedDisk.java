package io.bellwether.store.embedded.crash;

import io.bellwether.store.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A disk as the trace of a process left it, and what a power cut leaves of it.
 *
 * <p>A cut keeps what was synced. Of what was not, it keeps nothing, a random beginning, a random selection of sectors
 * in any order, or only what was written last: a disk may do any of it. Names that were not synced with their directory
 * come and go in order, up to a random one.
 */
final class SimulatedDisk {

    private static final int SECTOR = 512;

    /** What happens to writes that were not synced. */
    enum Loss {
        EVERYTHING,
        TAIL,
        SECTORS,
        ALL_BUT_NEWEST
    }

    private static final class Content {
        private byte[] durable = new byte[0];
        private final List<DiskTrace.Step> unsynced = new ArrayList<>();
    }

    private final Map<Long, Content> files = new HashMap<>();
    private final Map<String, Long> durableNames = new LinkedHashMap<>();
    private final List<DiskTrace.Step> unsyncedNames = new ArrayList<>();

    /** Does what the record says. */
    void apply(DiskTrace.Step record) {
        switch (record) {
            case DiskTrace.Step.Write write -> content(write.inode()).unsynced.add(write);
            case DiskTrace.Step.Truncate truncate ->
                content(truncate.inode()).unsynced.add(truncate);
            case DiskTrace.Step.Sync sync -> {
                Content content = content(sync.inode());
                content.unsynced.forEach(each -> content.durable = applied(content.durable, each));
                content.unsynced.clear();
            }
            case DiskTrace.Step.FailedSync failed ->
                content(failed.inode()).unsynced.clear();
            case DiskTrace.Step.Create create -> {
                files.put(create.inode(), new Content());
                unsyncedNames.add(create);
            }
            case DiskTrace.Step.Rename rename -> unsyncedNames.add(rename);
            case DiskTrace.Step.Unlink unlink -> unsyncedNames.add(unlink);
            case DiskTrace.Step.SyncDirectory directory -> {
                unsyncedNames.forEach(each -> name(durableNames, each));
                unsyncedNames.clear();
            }
        }
    }

    private Content content(long inode) {
        return files.computeIfAbsent(inode, unknown -> new Content());
    }

    /** Writes what a cut at this moment leaves into an empty directory. */
    void cut(Loss loss, RandomGenerator random, Path directory) throws IOException {
        Map<String, Long> names = new LinkedHashMap<>(durableNames);
        int kept = switch (loss) {
            case EVERYTHING -> 0;
            case TAIL, SECTORS -> random.nextInt(unsyncedNames.size() + 1);
            case ALL_BUT_NEWEST -> unsyncedNames.size();
        };
        unsyncedNames.subList(0, kept).forEach(each -> name(names, each));
        Files.createDirectories(directory);
        for (Map.Entry<String, Long> name : names.entrySet()) {
            Path file = directory.resolve(Path.of(name.getKey()).getFileName());
            Files.write(file, survivor(content(name.getValue()), loss, random));
        }
    }

    private static byte[] survivor(Content content, Loss loss, RandomGenerator random) {
        byte[] bytes = content.durable.clone();
        int kept = random.nextInt(content.unsynced.size() + 1);
        for (int index = 0; index < content.unsynced.size(); index++) {
            DiskTrace.Step record = content.unsynced.get(index);
            bytes = switch (loss) {
                case EVERYTHING -> bytes;
                case TAIL -> index < kept ? applied(bytes, record) : bytes;
                case SECTORS -> someSectors(bytes, record, random);
                case ALL_BUT_NEWEST -> index == content.unsynced.size() - 1 ? applied(bytes, record) : bytes;
            };
        }
        return bytes;
    }

    private static byte[] someSectors(byte[] bytes, DiskTrace.Step record, RandomGenerator random) {
        if (!(record instanceof DiskTrace.Step.Write write)) {
            return random.nextBoolean() ? applied(bytes, record) : bytes;
        }
        byte[] result = bytes;
        int threshold = random.nextInt(101);
        for (int from = 0; from < write.data().size(); from += SECTOR) {
            if (random.nextInt(100) < threshold) {
                int to = Math.min(write.data().size(), from + SECTOR);
                byte[] sector = Arrays.copyOfRange(write.data().shared(), from, to);
                result = applied(
                        result, new DiskTrace.Step.Write(write.inode(), write.offset() + from, Bytes.wrap(sector)));
            }
        }
        return result;
    }

    private static byte[] applied(byte[] bytes, DiskTrace.Step record) {
        if (record instanceof DiskTrace.Step.Write write) {
            int end = Math.toIntExact(write.offset() + write.data().size());
            byte[] result = end > bytes.length ? Arrays.copyOf(bytes, end) : bytes;
            System.arraycopy(
                    write.data().shared(),
                    0,
                    result,
                    Math.toIntExact(write.offset()),
                    write.data().size());
            return result;
        }
        if (record instanceof DiskTrace.Step.Truncate truncate) {
            return Arrays.copyOf(bytes, Math.toIntExact(truncate.size()));
        }
        throw new AssertionError("not about content: " + record);
    }

    private static void name(Map<String, Long> names, DiskTrace.Step record) {
        if (record instanceof DiskTrace.Step.Create create) {
            names.put(create.name(), create.inode());
        } else if (record instanceof DiskTrace.Step.Unlink unlink) {
            names.remove(unlink.name());
        } else if (record instanceof DiskTrace.Step.Rename rename) {
            Long inode = names.remove(rename.from());
            if (inode != null) {
                names.put(rename.to(), inode);
            }
        }
    }
}
