package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.Comparison;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MaintenanceClient;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.etcd.gateway.Refusal;
import io.bellwether.etcd.member.Care;
import io.bellwether.etcd.member.DataComparison;
import io.bellwether.tests.program.ProgramProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Databases that are full or fragmented. The numbers are those of the scenarios in {@code docs/elastic-etcd.md}; checks
 * G-C2 and G-C4 from the outside.
 */
@RealEtcd
final class UpkeepTest {

    private static final long MEBIBYTE = 1L << 20;
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int LOOKS = 60;

    @RegisterExtension
    private final Cluster cluster = new Cluster();

    private final MaintenanceClient maintenance = new MaintenanceClient(
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());

    private static Care care(long quotaBytes, long defragmentFromBytes) {
        return new Care(
                Optional.empty(),
                quotaBytes,
                Duration.ofHours(1),
                new Care.Defragmentation(defragmentFromBytes, 50),
                Duration.ofSeconds(2));
    }

    private List<Site> three(Care care, String token) throws InterruptedException {
        List<Site> sites = List.of(cluster.site("a"), cluster.site("b"), cluster.site("c"));
        sites.forEach(site -> site.lookAfter(care));
        sites.forEach(site -> site.start(token));
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
        return sites;
    }

    /** Writes one key again and again until etcd refuses it for want of space. */
    private static void fill(EtcdClient client, URI through) throws InterruptedException {
        String value = "x".repeat(100_000);
        Patience.Met<Boolean> unused = Patience.await(
                Cluster.PATIENCE,
                () -> "a full database at " + through,
                () -> client.put(through, "/big", value)
                                instanceof Answer.Refused<Boolean>(Refusal refusal, String text)
                        ? Optional.of(refusal == Refusal.NO_SPACE).filter(Boolean::booleanValue)
                        : Optional.empty());
    }

    /** Scenario 60: the history of one key fills the quota; room is made, and nobody's place changes. */
    @Test
    void scenario60_full_isMadeRoomFor() throws IOException, InterruptedException {
        long quota = 4 * MEBIBYTE;
        List<Site> sites = three(care(quota, 64 * MEBIBYTE), cluster.discovery().newToken(3));
        Set<MemberId> before = cluster.voters(sites);
        Site through = cluster.leader();
        fill(cluster.client(), through.clientUrl());

        Patience.Met<Boolean> written = Patience.await(
                Cluster.PATIENCE,
                () -> "a write",
                () -> cluster.client().put(through.clientUrl(), "/again", "yes").given());

        assertThat(cluster.voters(sites)).isEqualTo(before);
        List<Long> sizes = new ArrayList<>();
        for (Site each : sites) {
            sizes.add(cluster.status(each).sizeBytes());
        }
        // Whoever has a tenth of the quota free has room, and keeps what it has; whoever was full has little left.
        assertThat(sizes)
                .allSatisfy(bytes -> assertThat(bytes).isLessThan(quota * 92 / 100))
                .anySatisfy(bytes -> assertThat(bytes).isLessThan(quota / 2));
        System.out.printf("room was made after %d ms%n", written.after().toMillis());
    }

    /** Beside nobody who makes room, so that there is time to look. */
    @Test
    void status_ofAFullMember_saysSo() throws IOException, InterruptedException {
        Etcd.Place place = Etcd.Place.of("one");
        URI server = URI.create(place.clientUrl());
        List<String> flags = List.of("--initial-cluster=one=" + place.peerUrl(), "--quota-backend-bytes=" + MEBIBYTE);
        try (Etcd etcd = Etcd.start(cluster.folder(), place, flags)) {
            fill(cluster.client(), server);

            try (ProgramProcess status =
                    ProgramProcess.start(Map.of(), "etcd", "status", "--watch", "--endpoints", etcd.clientUrl())) {
                assertThat(status.awaitLine("leader", LOOKS, "full")).contains(etcd.clientUrl());
            }
        }
    }

    /** Members that have the same do not differ because they are asked at different moments of a busy time. */
    @Test
    @Tag("long")
    void dataOfABusyCluster_compared_isTheSame() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        List<Site> sites = cluster.three(token);
        DataComparison comparison = new DataComparison(cluster.client(), maintenance);
        int same = 0;
        try (Writer writer = new Writer(sites)) {
            for (int round = 0; round < 30; round++) {
                Comparison found = cluster.list(sites).map(comparison::compare).orElse(new Comparison.Unknown());
                assertThat(found).isInstanceOfAny(Comparison.Same.class, Comparison.Unknown.class);
                same += found instanceof Comparison.Same ? 1 : 0;
            }
        }
        assertThat(same).isPositive();
    }

    /** Free space goes back to the disk, member by member. */
    @Test
    @Tag("long")
    void fragmented_databases_becomeSmallWithoutAPause() throws IOException, InterruptedException {
        List<Site> sites =
                three(care(64 * MEBIBYTE, MEBIBYTE), cluster.discovery().newToken(3));
        Site leader = cluster.leader();
        String value = "x".repeat(100_000);
        for (int write = 0; write < 40; write++) {
            cluster.put(leader, "/big", value);
        }
        for (Site each : sites) {
            Patience.Met<MemberStatus> unused = Patience.await(
                    Cluster.PATIENCE,
                    () -> "what was written, at " + each.name(),
                    () -> cluster.client()
                            .status(each.clientUrl())
                            .given()
                            .filter(status -> status.sizeBytes() > 3 * MEBIBYTE));
        }

        assertThat(maintenance.compact(
                        leader.clientUrl(), cluster.status(leader).revision(), DEADLINE))
                .isInstanceOf(Answer.Given.class);

        Patience.Met<Boolean> small = Patience.await(
                Cluster.PATIENCE,
                () -> "small databases",
                () -> Optional.of(sites.stream()
                                .allMatch(site -> cluster.client()
                                        .status(site.clientUrl())
                                        .given()
                                        .filter(status -> status.sizeBytes() < MEBIBYTE)
                                        .isPresent()))
                        .filter(Boolean::booleanValue));
        assertThat(small.value()).isTrue();
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
    }
}
