package io.bellwether.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SamplesTest {

    @Test
    void percentileMillis_ofThousand_isNearestRank() {
        Samples samples = millis(LongStream.rangeClosed(1, 1_000).map(index -> 1_001 - index));

        assertThat(samples.percentileMillis(50)).isEqualTo(500);
        assertThat(samples.percentileMillis(99)).isEqualTo(990);
        assertThat(samples.percentileMillis(99.95)).isEqualTo(1_000);
        assertThat(samples.percentileMillis(100)).isEqualTo(1_000);
    }

    @Test
    void percentileMillis_afterFurtherSample_countsIt() {
        Samples samples = millis(LongStream.of(2));
        assertThat(samples.percentileMillis(100)).isEqualTo(2);

        samples.add(3_000_000);

        assertThat(samples.percentileMillis(100)).isEqualTo(3);
    }

    @Test
    void merge_ofParts_holdsAll() {
        Samples all = Samples.merge(List.of(millis(LongStream.of(1, 5)), new Samples(), millis(LongStream.of(3))));

        assertThat(all.size()).isEqualTo(3);
        assertThat(all.percentileMillis(50)).isEqualTo(3);
    }

    @Test
    void percentileMillis_withoutSamples_isZero() {
        assertThat(new Samples().percentileMillis(99)).isZero();
    }

    private static Samples millis(LongStream values) {
        Samples samples = new Samples();
        values.forEach(value -> samples.add(value * 1_000_000));
        return samples;
    }
}
