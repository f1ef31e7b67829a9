package io.bellwether.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.execution.Randomness;
import io.bellwether.store.KeyRange;
import io.bellwether.store.KeyValue;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads, compaction and random comparison with the model: G-R1, G-R3. */
abstract class ReadContract {

    private final StoreContract suite;

    ReadContract(StoreContract suite) {
        this.suite = suite;
    }

    private Store store() {
        return suite.store();
    }

    @Test
    void get_absentKey_isEmpty() {
        assertThat(store().get(StoreContract.key("/a"))).isEmpty();
    }

    @Test
    void currentRevision_neverWritten_isNone() {
        assertThat(store().currentRevision()).isEqualTo(Revision.NONE);
        assertThat(store().compactedRevision()).isEqualTo(Revision.NONE);
        assertThat(store().range(KeyRange.ALL, 0, Revision.NONE))
                .isEqualTo(new RangeResult.Entries(List.of(), 0, Revision.NONE));
    }

    @Test
    void range_prefix_takesItsKeysInOrderAndNoNeighbours() {
        List.of("/foobar/1", "/foo/2", "/foo", "/foo/1", "/fop/1")
                .forEach(name -> StoreContract.put(store(), name, ""));

        assertThat(names(store().range(KeyRange.prefix("/foo/"), 0, Revision.NONE)))
                .containsExactly("/foo/1", "/foo/2");
    }

    @Test
    void range_limit_countsTheRemaining() {
        for (int index = 0; index < 10; index++) {
            StoreContract.put(store(), "/a/" + index, "");
        }
        RangeResult.Entries page = StoreContract.entries(store().range(KeyRange.prefix("/a/"), 3, Revision.NONE));

        assertThat(names(page)).containsExactly("/a/0", "/a/1", "/a/2");
        assertThat(page.remaining()).isEqualTo(7);
        assertThat(page.revision()).isEqualTo(new Revision(10));
    }

    @Test
    void range_pagesAtOneRevision_areOneCutWhateverIsWritten() {
        for (int index = 0; index < 100; index++) {
            StoreContract.put(store(), "/a/" + (1000 + index), "old");
        }
        Revision cut = store().currentRevision();
        List<KeyValue> expected =
                StoreContract.entries(store().range(KeyRange.ALL, 0, cut)).entries();
        List<KeyValue> paged = new ArrayList<>();
        KeyRange rest = KeyRange.ALL;
        RangeResult.Entries page;
        do {
            page = StoreContract.entries(store().range(rest, 7, cut));
            paged.addAll(page.entries());
            rest = rest.after(paged.get(paged.size() - 1).key());
            StoreContract.delete(store(), "/a/" + (1000 + paged.size()));
            StoreContract.put(store(), "/a/1050", "new");
            StoreContract.put(store(), "/a/1099x" + paged.size(), "new");
        } while (page.remaining() > 0);

        assertThat(paged).isEqualTo(expected);
    }

    @Test
    void range_pastRevision_showsThatState() {
        Revision one = StoreContract.put(store(), "/a", "1");
        Revision two = StoreContract.put(store(), "/a", "2");
        Revision gone = StoreContract.delete(store(), "/a");

        assertThat(values(store().range(KeyRange.ALL, 0, one))).containsExactly("1");
        assertThat(values(store().range(KeyRange.ALL, 0, two))).containsExactly("2");
        assertThat(values(store().range(KeyRange.ALL, 0, gone))).isEmpty();
        assertThat(StoreContract.entries(store().range(KeyRange.ALL, 0, one)).revision())
                .isEqualTo(one);
    }

    @Test
    void range_futureRevision_isFuture() {
        Revision current = StoreContract.put(store(), "/a", "1");

        assertThat(store().range(KeyRange.ALL, 0, current.next())).isEqualTo(new RangeResult.Future(current));
    }

    @Test
    void range_emptyRange_isEmpty() {
        StoreContract.put(store(), "/b", "1");
        KeyRange backwards = new KeyRange("/c", Optional.of("/a"));

        assertThat(StoreContract.entries(store().range(backwards, 0, Revision.NONE)))
                .isEqualTo(new RangeResult.Entries(List.of(), 0, new Revision(1)));
        assertThat(store().stats(backwards)).isEqualTo(new Store.Stats(0, 0));
    }

    @Test
    void compact_revision_forgetsWhatIsBefore() {
        Revision one = StoreContract.put(store(), "/a", "1");
        Revision two = StoreContract.put(store(), "/a", "2");
        StoreContract.put(store(), "/a", "3");

        store().compact(two);

        assertThat(store().compactedRevision()).isEqualTo(two);
        assertThat(store().range(KeyRange.ALL, 0, one)).isEqualTo(new RangeResult.Compacted(two));
        assertThat(values(store().range(KeyRange.ALL, 0, two))).containsExactly("2");
        assertThat(values(store().range(KeyRange.ALL, 0, Revision.NONE))).containsExactly("3");
    }

    @Test
    void compact_again_changesNothing() {
        StoreContract.put(store(), "/a", "1");
        Revision two = StoreContract.put(store(), "/a", "2");
        store().compact(two);

        store().compact(two);
        store().compact(new Revision(1));

        assertThat(store().compactedRevision()).isEqualTo(two);
    }

    @Test
    void compact_currentRevision_keepsLiveEntries() {
        Revision current = StoreContract.put(store(), "/a", "1");

        store().compact(current);

        assertThat(values(store().range(KeyRange.ALL, 0, current))).containsExactly("1");
    }

    @Test
    void compact_future_isRefused() {
        assertThatThrownBy(() -> store().compact(new Revision(1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stats_ranges_countLiveEntriesAndTheirBytes() {
        StoreContract.put(store(), "/a/1", "12345");
        StoreContract.put(store(), "/a/2", "123");
        StoreContract.put(store(), "/b/1", "1");
        StoreContract.put(store(), "/a/1", "12");
        StoreContract.delete(store(), "/b/1");

        assertThat(store().stats(KeyRange.prefix("/a/"))).isEqualTo(new Store.Stats(2, 5));
        assertThat(store().stats(KeyRange.prefix("/b/"))).isEqualTo(new Store.Stats(0, 0));
        assertThat(store().stats(KeyRange.ALL)).isEqualTo(new Store.Stats(2, 5));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void anything_random_equalsTheModel(long seed) {
        AtomicInteger number = new AtomicInteger();
        Supplier<Store> fresh = () -> suite.openFresh(suite.directory().resolve("random-" + number.incrementAndGet()));

        StoreProperty.check(fresh, Randomness.seeded(seed), 200, Long.toString(seed));
    }

    private static List<String> names(RangeResult result) {
        return StoreContract.entries(result).entries().stream()
                .map(entry -> entry.key().value())
                .toList();
    }

    private static List<String> values(RangeResult result) {
        return StoreContract.entries(result).entries().stream()
                .map(StoreContract::text)
                .toList();
    }
}
