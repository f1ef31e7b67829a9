package io.bellwether.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.execution.Randomness;
import io.bellwether.store.KeyRange;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import io.bellwether.store.Txn;
import io.bellwether.store.WatchBatch;
import io.bellwether.store.contract.ModelStore;
import io.bellwether.store.contract.Txns;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of commits, which share one tree, against the model, which has one for each. */
final class HistoryTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void at_anyRevisionOfABatch_isTheStateRightAfterIt(long seed) {
        RandomGenerator random = Randomness.seeded(seed);
        History history = new History(Version.NOTHING, 200_000);
        ModelStore model = new ModelStore();
        List<Version> published = new ArrayList<>(List.of(Version.NOTHING));
        while (model.current() < 1_000) {
            Batch batch = new Batch(history.current());
            for (int count = 1 + random.nextInt(40); count > 0; count--) {
                Txn txn = transaction(random);
                batch.decide(txn);
                model.txn(txn);
            }
            if (!batch.commits().isEmpty()) {
                history.publish(batch.commits(), batch.after());
                published.add(history.current());
            }
        }

        // What was published is not written into by the batches after it.
        published.forEach(version -> assertSame(version, model));
        long oldest = history.oldest().value();
        assertThat(oldest).isBetween(1L, 950L);
        assertThat(history.at(new Revision(oldest - 1))).isEmpty();
        for (long revision = oldest; revision <= model.current(); revision++) {
            assertSame(history.at(new Revision(revision)).orElseThrow(), model);
        }
        List<WatchBatch> feed = history.after(new Revision(oldest), 10_000).orElseThrow();
        assertThat(feed).isEqualTo(model.batches(KeyRange.ALL, (int) oldest));
    }

    private static Txn transaction(RandomGenerator random) {
        String key = "/" + random.nextInt(300);
        return random.nextInt(4) == 0 ? Txns.delete(key) : Txns.put(key, "value " + random.nextInt());
    }

    private static void assertSame(Version version, ModelStore model) {
        int revision = (int) version.revision().value();
        if (revision > 0) {
            RangeResult expected = model.range(KeyRange.ALL, 0, revision);
            assertThat(version.range(KeyRange.ALL, 0)).isEqualTo(expected);
        }
    }
}
