package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.member.RestartRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restarts of all members by the supervisors: one at a time, the leader last. Scenarios 58 and 59. */
@RealEtcd
final class RollingTest {

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

    private static Map<Site, Long> pids(List<Site> sites) {
        Map<Site, Long> pids = new HashMap<>();
        sites.forEach(site -> site.etcd().ifPresent(etcd -> pids.put(site, etcd.pid())));
        return pids;
    }

    /** A process that has only just started when it first hears of a request is as new as was asked for. */
    private void ask(Site through, String request) throws InterruptedException {
        Patience.pause(2_000);
        assertThat(RestartRequest.send(cluster.client(), through.clientUrl(), request))
                .isInstanceOf(Answer.Given.class);
    }

    /** The order in which the processes were seen to be others; never is more than one of them away. */
    private static List<Site> awaitOrder(List<Site> sites, Map<Site, Long> before) throws InterruptedException {
        List<Site> order = new ArrayList<>();
        Patience.Met<Boolean> all = Patience.await(Duration.ofSeconds(150), () -> "restarted: " + order.size(), () -> {
            long away = sites.stream().filter(site -> site.etcd().isEmpty()).count();
            assertThat(away).as("members away at the same time").isLessThanOrEqualTo(1);
            sites.stream()
                    .filter(site -> !order.contains(site))
                    .filter(site -> site.etcd()
                            .filter(etcd -> etcd.pid() != before.getOrDefault(site, 0L))
                            .isPresent())
                    .forEach(order::add);
            return Optional.of(order.size() == sites.size()).filter(Boolean::booleanValue);
        });
        assertThat(all.value()).isTrue();
        return order;
    }

    /** Scenario 58: the leader's process is the last, and a writer hardly notices. */
    @Test
    void scenario58_restartOfAll_takesTheLeaderLast() throws IOException, InterruptedException {
        List<Site> sites = cluster.three(cluster.discovery().newToken(3));
        Set<MemberId> members = cluster.voters(sites);
        Site leader = cluster.leader();
        Map<Site, Long> before = pids(sites);
        try (Writer writer = new Writer(sites)) {
            Patience.pause(1_000);
            writer.measure();
            ask(leader, "first");

            List<Site> order = awaitOrder(sites, before);

            cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
            System.out.printf(
                    "restarted three, longest gap between writes %d ms%n",
                    writer.longestGap().toMillis());
            assertThat(order.getLast()).isSameAs(leader);
            writer.checkAll(leader);
        }
        assertThat(cluster.voters(sites)).isEqualTo(members);
        Map<Site, Long> after = pids(sites);
        Patience.pause(3_000);
        assertThat(pids(sites)).as("no second time").isEqualTo(after);
    }

    /** Scenario 59: the member that hangs is the first, and none of the others is touched before it is back. */
    @Test
    @Tag("long")
    void scenario59_restartOfAll_beginsWithTheUnhealthyOne() throws IOException, InterruptedException {
        List<Site> sites = cluster.three(cluster.discovery().newToken(3));
        Site hanging = cluster.follower();
        Map<Site, Long> before = pids(sites);
        Site leader = cluster.leader();
        Patience.pause(2_000);
        hanging.signalEtcd("STOP");
        ask(leader, "first");

        List<Site> order = awaitOrder(sites, before);

        assertThat(order.getFirst()).isSameAs(hanging);
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
    }
}
