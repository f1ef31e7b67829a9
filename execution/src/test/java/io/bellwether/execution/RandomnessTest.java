package io.bellwether.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class RandomnessTest {

    @Test
    void seeded_sameSeed_sameNumbers() {
        RandomGenerator first = Randomness.seeded(42);
        RandomGenerator second = Randomness.seeded(42);
        for (int count = 0; count < 100; count++) {
            assertThat(first.nextLong()).isEqualTo(second.nextLong());
        }
    }

    @Test
    void uuid_anySource_isVersionFourAndUnique() {
        RandomGenerator random = Randomness.secure();
        Set<UUID> seen = new HashSet<>();
        for (int count = 0; count < 1_000; count++) {
            UUID uuid = Randomness.uuid(random);
            assertThat(uuid.version()).isEqualTo(4);
            assertThat(uuid.variant()).isEqualTo(2);
            assertThat(seen.add(uuid)).isTrue();
        }
    }
}
