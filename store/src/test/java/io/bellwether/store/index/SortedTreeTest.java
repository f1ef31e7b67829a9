package io.bellwether.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.execution.Randomness;
import io.bellwether.store.Bytes;
import io.bellwether.store.Key;
import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import io.bellwether.store.Store.Stats;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree against the JDK's. */
final class SortedTreeTest {

    private static KeyValue entry(String name, int size) {
        return new KeyValue(new Key(name), Bytes.wrap(new byte[size]), new Revision(1), new Revision(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100, 1_000, 20_000})
    void tree_randomWritesAndDeletes_equalsTreeMap(int keys) {
        RandomGenerator random = Randomness.seeded(keys);
        TreeMap<String, KeyValue> expected = new TreeMap<>();
        SortedTree tree = SortedTree.EMPTY;
        for (int step = 0; step < 60_000; step++) {
            // Long phases of growth and of decline reach splits and merges on every level.
            boolean growing = step / 15_000 % 2 == 0;
            String name = "/" + random.nextInt(keys);
            if (random.nextInt(10) < (growing ? 8 : 2)) {
                KeyValue entry = entry(name, random.nextInt(50));
                expected.put(name, entry);
                tree = tree.with(entry);
            } else {
                expected.remove(name);
                tree = tree.without(new Key(name));
            }
            if (step % 97 == 0) {
                assertSame(tree, expected, "/" + random.nextInt(keys), "/" + random.nextInt(keys));
            }
        }
        assertThat(tree).containsExactlyElementsOf(expected.values());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 23, 24, 25, 600, 50_000})
    void ofSorted_anyCount_hasEachEntry(int count) {
        TreeMap<String, KeyValue> expected = new TreeMap<>();
        for (int index = 0; index < count; index++) {
            expected.put("/" + index, entry("/" + index, index % 100));
        }

        SortedTree tree = SortedTree.ofSorted(expected.values().iterator());

        assertThat(tree).containsExactlyElementsOf(expected.values());
        assertThat(tree.stats(KeyRange.ALL)).isEqualTo(stats(expected.values()));
        assertThat(tree.find(new Key("/x"))).isNull();
    }

    private static void assertSame(SortedTree tree, NavigableMap<String, KeyValue> expected, String one, String other) {
        String low = one.compareTo(other) <= 0 ? one : other;
        String high = one.compareTo(other) <= 0 ? other : one;
        KeyRange range = new KeyRange(low, Optional.of(high));
        Collection<KeyValue> inside = expected.subMap(low, true, high, false).values();
        assertThat(tree.stats(KeyRange.ALL)).isEqualTo(stats(expected.values()));
        assertThat(tree.stats(range)).isEqualTo(stats(inside));
        assertThat(tree.entries(range, 10)).isEqualTo(inside.stream().limit(10).toList());
        assertThat(tree.find(new Key(one))).isEqualTo(expected.get(one));
    }

    private static Stats stats(Collection<KeyValue> entries) {
        return new Stats(
                entries.size(),
                entries.stream().mapToLong(entry -> entry.value().size()).sum());
    }
}
