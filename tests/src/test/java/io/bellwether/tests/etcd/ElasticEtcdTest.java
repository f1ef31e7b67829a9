package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Supervised members with real etcd processes: forming, restarting, replacing. The numbers are those of the scenarios
 * in {@code docs/elastic-etcd.md}; checks G-C1, G-C2, G-C3, G-C4 and G-C5 from the outside.
 */
final class ElasticEtcdTest {

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

    private String token() throws IOException, InterruptedException {
        return cluster.discovery().newToken(3);
    }

    /** Scenario 1. */
    @Test
    void one_alone_formsACluster() throws IOException, InterruptedException {
        Site one = cluster.site("one");
        one.start(cluster.discovery().newToken(1));

        assertThat(cluster.awaitVoters(List.of(one), 1, Cluster.PATIENCE)).isLessThan(Duration.ofSeconds(30));
    }

    /** Scenarios 2 and 5: nothing exists before the third machine comes. */
    @Test
    void three_oneAfterTheOther_formOneCluster() throws IOException, InterruptedException {
        String token = token();
        List<Site> sites = List.of(cluster.site("a"), cluster.site("b"), cluster.site("c"));
        sites.get(0).start(token);
        sites.get(1).start(token);
        Patience.pause(2_000);
        assertThat(cluster.clusters()).isEmpty();
        sites.get(2).start(token);

        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);

        assertThat(cluster.clusters()).hasSize(1);
        assertThat(cluster.list(sites).orElseThrow().members())
                .extracting(member -> member.name().substring(0, 2))
                .containsExactlyInAnyOrder("a-", "b-", "c-");
    }
}
