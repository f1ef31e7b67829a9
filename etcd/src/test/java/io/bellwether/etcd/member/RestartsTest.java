package io.bellwether.etcd.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.Registration.Wish;
import io.bellwether.etcd.member.Restarts.Role;
import org.junit.jupiter.api.Test;

/** The leader is the last: it wishes to restart when it knows whether others do. */
final class RestartsTest {

    @Test
    void follower_thatHearsOfARequest_wishesToRestartAtOnce() {
        assertThat(Restarts.unserved(Role.OTHER, 0)).isEqualTo(Wish.RESTART);
    }

    @Test
    void leader_thatHearsOfARequest_waitsUntilTheOthersHaveSpoken() {
        assertThat(Restarts.unserved(Role.LEADER, 0)).isEqualTo(Wish.NONE);
        assertThat(Restarts.unserved(Role.LEADER, Restarts.HEARD_BY_ALL - 1)).isEqualTo(Wish.NONE);
        assertThat(Restarts.unserved(Role.LEADER, Restarts.HEARD_BY_ALL)).isEqualTo(Wish.RESTART);
    }
}
