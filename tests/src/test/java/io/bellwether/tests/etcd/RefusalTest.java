package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.Policy.Standby;
import io.bellwether.etcd.member.MemberException;
import io.bellwether.etcd.member.MemberException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong input: one clear line, and nothing of etcd's changed. Scenarios 25 and 26 among them. */
@RealEtcd
final class RefusalTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Cluster cluster;

    @BeforeEach
    void open() throws IOException {
        cluster = new Cluster(folder);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private static MemberException failure(Site site)
            throws InterruptedException, ExecutionException, TimeoutException {
        RuntimeException failure = site.failure().get(60, TimeUnit.SECONDS);
        assertThat(failure).isInstanceOf(MemberException.class);
        assertThat(String.valueOf(failure.getMessage()).lines()).hasSize(1);
        return (MemberException) failure;
    }

    @Test
    void wrongToken_isRefused() throws Exception {
        Site site = cluster.site("a");
        site.start(cluster.discovery().url() + "/0123456789abcdef0123456789abcdef");

        assertThat(failure(site).reason()).isEqualTo(Reason.WRONG_TOKEN);
        assertThat(Files.exists(site.dataDir())).isFalse();
    }

    @Test
    void contradictingSize_isRefused() throws Exception {
        Site site = cluster.site("a");
        site.start(cluster.discovery().newToken(3), Optional.of(5), JoinStrategy.REPLACE, Standby.LEARNER);

        assertThat(failure(site)).hasMessageContaining("--cluster-size 5 contradicts the cluster's size of 3");
        assertThat(Files.exists(site.dataDir())).isFalse();
    }

    @Test
    void portInUse_isRefused() throws Exception {
        Site site = cluster.site("a");
        try (ServerSocket taken =
                new ServerSocket(URI.create(site.peerUrl()).getPort(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            site.start(cluster.discovery().newToken(1));

            assertThat(failure(site).reason()).isEqualTo(Reason.PORT_IN_USE);
        }
        assertThat(Files.exists(site.dataDir())).isFalse();
    }

    @Test
    void nameOfAnother_isRefused() throws Exception {
        String token = cluster.discovery().newToken(3);
        cluster.three(token);
        Site second = new Site("a", Files.createDirectory(folder.resolve("elsewhere")));
        second.start(token);

        assertThat(failure(second)).hasMessageContaining("the name a belongs to the node at");
        second.close();
    }

    @Test
    void secondSupervisor_ofOneDirectory_isRefused() throws Exception {
        String token = cluster.discovery().newToken(1);
        Site first = cluster.site("a");
        first.start(token);
        cluster.awaitVoters(List.of(first), 1, Cluster.PATIENCE);
        Site second = cluster.site("a");
        second.start(token);

        assertThat(failure(second).reason()).isEqualTo(Reason.LOCKED);
        assertThat(first.etcd()).isPresent();
        cluster.awaitVoters(List.of(first), 1, Cluster.PATIENCE);
    }

    @Test
    void dataOfAnotherCluster_isRefusedAndKept() throws Exception {
        Site first = cluster.site("a");
        first.start(cluster.discovery().newToken(1));
        cluster.awaitVoters(List.of(first), 1, Cluster.PATIENCE);
        first.stop();
        Files.move(first.stateDir(), folder.resolve("lost-state"));
        Site second = cluster.site("a");
        second.start(cluster.discovery().newToken(1));

        assertThat(failure(second)).hasMessageContaining("move it away");
        assertThat(Files.exists(second.dataDir().resolve("member").resolve("wal")))
                .isTrue();
    }
}
