package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.member.RestartRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Restarts of all members by the supervisors: one at a time, the leader last. Scenarios 58 and 59. */
@RealEtcd
final class RollingTest {

    @RegisterExtension
    private final Cluster cluster = new Cluster();

    private static Map<Site, Long> pids(List<Site> sites) {
        Map<Site, Long> pids = new HashMap<>();
        sites.forEach(site -> site.etcd().ifPresent(etcd -> pids.put(site, etcd.pid())));
        return pids;
    }

    /** A process that has only just started when it first hears of a request is as new as was asked for. */
    private void ask(List<Site> sites, Site through, String request) throws InterruptedException {
        for (Site each : sites) {
            each.awaitRounds();
        }
        Patience.Met<Boolean> unused = Patience.await(
                Cluster.PATIENCE,
                () -> "the request to restart",
                () -> RestartRequest.send(cluster.client(), through.clientUrl(), request)
                        .given()
                        .map(given -> true));
    }

    /** The order in which the processes were seen to be others; never is more than one of them away. */
    private static List<Site> awaitOrder(List<Site> sites, Map<Site, Long> before) throws InterruptedException {
        List<Site> order = new ArrayList<>();
        Patience.Met<Boolean> unused = Patience.await(Duration.ofMinutes(5), () -> "restarted: " + names(order), () -> {
            checkAway(sites);
            // What was said first: a leader hands over when all others have restarted, and not before.
            boolean handedOver = sites.stream().anyMatch(RollingTest::handedOver);
            sites.stream()
                    .filter(site -> !order.contains(site))
                    .filter(site -> site.etcd()
                            .filter(etcd -> etcd.pid() != before.getOrDefault(site, 0L))
                            .isPresent())
                    .forEach(order::add);
            if (handedOver) {
                assertThat(order)
                        .as("restarted before leadership was handed over: %s", names(order))
                        .hasSizeGreaterThanOrEqualTo(sites.size() - 1);
            }
            return Optional.of(order.size() == sites.size()).filter(Boolean::booleanValue);
        });
        return order;
    }

    /** Who is away is looked for one after the other: those count who are still away after the last look. */
    private static void checkAway(List<Site> sites) {
        List<Site> away = sites.stream().filter(site -> site.etcd().isEmpty()).toList();
        if (away.size() > 1) {
            assertThat(away.stream().filter(site -> site.etcd().isEmpty()))
                    .as("members away at the same time, of %s", names(away))
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    private static List<String> names(List<Site> sites) {
        return sites.stream().map(Site::name).toList();
    }

    /** Whether the supervisor beside the leader has moved leadership away, so that its own member can restart. */
    private static boolean handedOver(Site site) {
        return site.hasLogged("MoveLeader", "asks to restart", "Took a step");
    }

    /** Whether the supervisor has given the turn to its own member: then it led, and nobody took that over first. */
    private boolean servedItself(Site site) throws InterruptedException {
        return site.hasLogged("Gave the turn to restart", "member=\"" + cluster.id(site) + "\"", "given=\"true\"");
    }

    /** Scenario 58: the leader's process is the last, and a writer hardly notices. */
    @Test
    void scenario58_restartOfAll_takesTheLeaderLast() throws IOException, InterruptedException {
        List<Site> sites = cluster.three(cluster.discovery().newToken(3));
        Set<MemberId> members = cluster.voters(sites);
        Site leader = cluster.leader();
        Map<Site, Long> before = pids(sites);
        try (Writer writer = new Writer(sites)) {
            writer.awaitMore(20);
            writer.measure();
            ask(sites, leader, "first");

            awaitOrder(sites, before);

            cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
            System.out.printf(
                    "restarted three, longest gap between writes %d ms%n",
                    writer.longestGap().toMillis());
            // On a busy machine another one may have come to lead: whoever does never goes while it leads.
            for (Site each : sites) {
                assertThat(servedItself(each))
                        .as("%s restarted while it led", each.name())
                        .isFalse();
            }
            assertThat(sites).anyMatch(site -> site.hasLogged("Gave the turn to restart", "given=\"true\""));
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
        for (Site each : sites) {
            each.awaitRounds();
        }
        hanging.process().standStill();
        ask(cluster.others(hanging), leader, "first");

        List<Site> order = awaitOrder(sites, before);

        assertThat(order.getFirst()).isSameAs(hanging);
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
    }
}
