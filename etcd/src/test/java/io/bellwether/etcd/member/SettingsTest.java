package io.bellwether.etcd.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.Policy.Standby;
import io.bellwether.etcd.core.Policy.SwitchedOn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {

    @Test
    void settings_writtenAndRead_areTheSame() {
        Settings settings = new Settings(5, JoinStrategy.PRUNE, Standby.IDLE, SwitchedOn.PAUSED);

        assertThat(Settings.parse(settings.toJson())).contains(settings);
        assertThat(settings.withSize(4).policyTarget()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "{}",
                "{\"size\":0,\"strategy\":\"ADD\",\"standby\":\"IDLE\",\"switchedOn\":\"RUNNING\"}",
                "{\"size\":3,\"strategy\":\"ALL\",\"standby\":\"IDLE\",\"switchedOn\":\"RUNNING\"}"
            })
    void text_ofSomebodyElse_isNone(String text) {
        assertThat(Settings.parse(text)).isEmpty();
    }
}
