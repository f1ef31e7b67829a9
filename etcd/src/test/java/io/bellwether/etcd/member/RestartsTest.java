package io.bellwether.etcd.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.Registration.Wish;
import io.bellwether.etcd.member.Restarts.Role;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The leader is the last: it wishes to restart when it knows whether others do. */
final class RestartsTest {

    private static final Duration HEARD_BY_ALL = Duration.ofSeconds(5);

    @Test
    void follower_thatHearsOfARequest_wishesToRestartAtOnce() {
        assertThat(Restarts.unserved(Role.OTHER, Duration.ZERO, HEARD_BY_ALL)).isEqualTo(Wish.RESTART);
    }

    @Test
    void leader_thatHearsOfARequest_waitsUntilTheOthersHaveSpoken() {
        assertThat(Restarts.unserved(Role.LEADER, Duration.ZERO, HEARD_BY_ALL)).isEqualTo(Wish.NONE);
        assertThat(Restarts.unserved(Role.LEADER, HEARD_BY_ALL.minusNanos(1), HEARD_BY_ALL))
                .isEqualTo(Wish.NONE);
        assertThat(Restarts.unserved(Role.LEADER, HEARD_BY_ALL, HEARD_BY_ALL)).isEqualTo(Wish.RESTART);
    }
}
