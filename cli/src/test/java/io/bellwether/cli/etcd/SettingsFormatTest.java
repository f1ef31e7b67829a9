package io.bellwether.cli.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.Founder;
import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.member.StartOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The forms in which it is printed what etcd is started with: those of the original. */
final class SettingsFormatTest {

    private static final StartOptions OPTIONS = new StartOptions(
            "one",
            Path.of("/var/lib/etcd"),
            URI.create("http://d:2378/t"),
            List.of("http://a:2380"),
            JoinStrategy.REPLACE,
            Optional.empty(),
            Duration.ofSeconds(15),
            Optional.empty());
    private static final EtcdSettings EXISTING = EtcdSettings.existing(
            OPTIONS,
            List.of(new Founder("one", List.of("http://a:2380")), new Founder("two", List.of("http://b:2380"))));

    @Test
    void env_hasAllSixVariables() {
        assertThat(SettingsFormat.ENV.lines(EXISTING))
                .containsExactly(
                        "ETCD_NAME=\"one\"",
                        "ETCD_DATA_DIR=\"/var/lib/etcd\"",
                        "ETCD_INITIAL_ADVERTISE_PEER_URLS=\"http://a:2380\"",
                        "ETCD_INITIAL_CLUSTER_STATE=\"existing\"",
                        "ETCD_INITIAL_CLUSTER=\"one=http://a:2380,two=http://b:2380\"",
                        "ETCD_DISCOVERY=\"\"");
    }

    @Test
    void flags_leaveEmptyOnesOut() {
        assertThat(SettingsFormat.FLAGS.lines(EtcdSettings.discover(OPTIONS)))
                .containsExactly("--name=one --data-dir=/var/lib/etcd --initial-advertise-peer-urls=http://a:2380"
                        + " --initial-cluster-state=new --discovery=http://d:2378/t");
    }

    @Test
    void dropin_isAFragmentOfAUnit() {
        assertThat(SettingsFormat.DROPIN.lines(EXISTING))
                .startsWith("[Service]", "Environment=\"ETCD_NAME=one\"")
                .hasSize(7);
    }

    @Test
    void json_hasTheFlags() {
        assertThat(String.join("", SettingsFormat.JSON.lines(EXISTING)))
                .contains("\"initial-cluster-state\" : \"existing\"");
    }
}
