package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.Member;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.Policy.Standby;
import io.bellwether.etcd.core.Policy.SwitchedOn;
import io.bellwether.etcd.gateway.Stored;
import io.bellwether.etcd.member.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Supervised members with real etcd processes: growing, standing by, hanging, moving. The numbers are those of the
 * scenarios in {@code docs/elastic-etcd.md}; checks G-C1 and G-C2 from the outside.
 */
@RealEtcd
final class ElasticGrowthTest {

    /** Silent for so long, a process is taken for hung. */
    private static final Duration HUNG = Duration.ofSeconds(10);

    @RegisterExtension
    private final Cluster cluster = new Cluster();

    /** Changes the settings as {@code bellwether etcd resize} does. */
    private void resize(Site through, int size) throws InterruptedException {
        change(through, settings -> settings.withSize(size));
    }

    private void change(Site through, UnaryOperator<Settings> change) throws InterruptedException {
        Patience.Met<Boolean> written = Patience.await(Cluster.PATIENCE, () -> "the settings", () -> {
            Optional<Stored> stored = cluster.client()
                    .get(through.clientUrl(), Settings.KEY)
                    .given()
                    .flatMap(found -> found);
            return stored.flatMap(found -> cluster.client()
                    .putIfUnchanged(
                            through.clientUrl(),
                            Settings.KEY,
                            change.apply(Settings.parse(found.value()).orElseThrow())
                                    .toJson(),
                            found.modRevision())
                    .given()
                    .filter(Boolean::booleanValue));
        });
        assertThat(written.value()).isTrue();
    }

    /** Scenarios 27 and 28: from one to three to five, by learners, while a writer writes. */
    @Test
    void one_resizedToThreeAndFive_growsUnderLoad() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(1);
        List<Site> sites = new ArrayList<>(List.of(cluster.site("a")));
        sites.getFirst().start(token);
        cluster.awaitVoters(sites, 1, Cluster.PATIENCE);
        try (Writer writer = new Writer(List.copyOf(sites))) {
            resize(sites.getFirst(), 3);
            sites.add(cluster.site("b"));
            sites.add(cluster.site("c"));
            sites.get(1).start(token);
            sites.get(2).start(token);
            Duration three = cluster.awaitVoters(sites, 3, Cluster.PATIENCE);

            resize(sites.getFirst(), 5);
            sites.add(cluster.site("d"));
            sites.add(cluster.site("e"));
            sites.get(3).start(token);
            sites.get(4).start(token);
            Duration five = cluster.awaitVoters(sites, 5, Cluster.PATIENCE);

            System.out.printf(
                    "grown 1 to 3 in %d ms, 3 to 5 in %d ms, longest gap between writes %d ms%n",
                    three.toMillis(), five.toMillis(), writer.longestGap().toMillis());
            writer.checkAll(sites.get(4));
        }
        assertThat(cluster.allClusters()).hasSize(1);
    }

    /** Scenarios 4, 18 and 30: surplus machines wait, one of them as a learner, which steps in at once. */
    @Test
    void surplus_ofTwo_waitAndOneStepsIn() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        List<Site> sites = new ArrayList<>(cluster.three(token));
        Site fourth = cluster.site("d");
        Site fifth = cluster.site("e");
        fourth.start(token);
        fifth.start(token);
        Patience.Met<Member> standby = Patience.await(
                Cluster.PATIENCE,
                () -> "a standby; " + cluster.list(sites),
                () -> cluster.list(sites)
                        .flatMap(list -> list.learners().stream()
                                .filter(Member::isStarted)
                                .findFirst()));
        assertThat(cluster.members(sites).members()).hasSize(4);
        Site dead = cluster.follower();
        MemberId old = cluster.id(dead);
        List<Site> alive = cluster.others(dead);
        dead.crash();

        Patience.Met<Boolean> replaced = Patience.await(
                Cluster.PATIENCE,
                () -> "the standby as a voter; " + cluster.list(alive),
                () -> cluster.list(alive)
                        .map(list -> list.find(old).isEmpty()
                                && list.find(standby.value().id())
                                        .filter(Member::isVoter)
                                        .isPresent())
                        .filter(Boolean::booleanValue));

        assertThat(replaced.value()).isTrue();
        cluster.awaitVoters(alive, 3, Cluster.PATIENCE);
    }

    /** Scenario 36: a short pause changes nothing. Scenario 37: a process that hangs for good is started again. */
    @Test
    void follower_hanging_isStartedAgainWithoutAChange() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        List<Site> sites = cluster.three(token);
        Set<MemberId> before = cluster.voters(sites);
        Site hanging = cluster.follower();
        long first = pid(hanging);
        long begun = System.nanoTime();
        hanging.process().standStill();
        Patience.pause(4_000);
        hanging.process().goOn();
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
        // On a busy machine the pause was longer, and a process that is silent for ten seconds is started again.
        if (System.nanoTime() - begun < HUNG.toNanos()) {
            assertThat(pid(hanging)).isEqualTo(first);
        }

        long hung = pid(hanging);
        hanging.process().standStill();
        Patience.Met<ProcessHandle> unused = Patience.await(
                Cluster.PATIENCE,
                () -> "another process" + hanging.told(cluster.client()),
                () -> hanging.etcd().filter(each -> each.pid() != hung));
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);

        assertThat(cluster.voters(sites)).isEqualTo(before);
    }

    private static long pid(Site site) throws InterruptedException {
        return Patience.await(Cluster.PATIENCE, () -> "etcd of " + site.name(), site::etcd)
                .value()
                .pid();
    }

    /** Scenario 50: the same member at another address. */
    @Test
    void follower_atAnotherAddress_staysTheSameMember() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        cluster.three(token);
        Site before = cluster.follower();
        MemberId id = cluster.id(before);
        before.crash();
        Site after = cluster.moved(before, before.name());

        after.start(token);

        Patience.Met<Member> moved = Patience.await(
                Cluster.PATIENCE,
                () -> "the new address; " + cluster.list(cluster.sites()),
                () -> cluster.list(cluster.sites())
                        .flatMap(list -> list.find(id))
                        .filter(member -> member.peerUrls().contains(after.peerUrl())));
        assertThat(moved.value().isVoter()).isTrue();
        cluster.awaitVoters(cluster.sites(), 3, Cluster.PATIENCE);
    }

    /** Scenario 46: ended after its place was noted and before etcd did anything, a joiner takes the same place. */
    @Test
    void scenario46_joinerEndedBeforeItsFirstStart_takesTheSamePlace() throws IOException, InterruptedException {
        Path never = cluster.folder().resolve("never-etcd");
        Files.writeString(
                never, "#!/bin/sh\n[ \"$1\" = --version ] && exec " + Etcd.program() + " --version\nexec sleep 600\n");
        Files.setPosixFilePermissions(never, PosixFilePermissions.fromString("rwx------"));
        String token = cluster.discovery().newToken(1);
        Site first = cluster.founded(token, 1).getFirst();
        Site joiner = cluster.site("joiner");
        joiner.prefer(1);
        joiner.install(never.toString());
        joiner.start(token);
        Site third = cluster.site("third");
        third.start(token, Optional.empty(), JoinStrategy.REPLACE, Standby.IDLE);
        resize(first, 3);
        joiner.awaitRecord("\"state\" : \"joining\"");
        MemberId place = Patience.await(
                        Cluster.PATIENCE,
                        () -> "a place for the joiner; " + cluster.list(List.of(first)),
                        () -> cluster.list(List.of(first))
                                .flatMap(list -> list.findByPeerUrl(List.of(joiner.peerUrl()))))
                .value()
                .id();

        joiner.stop();
        joiner.install(Etcd.program());
        joiner.start(token);

        cluster.awaitVoters(cluster.sites(), 3, Cluster.PATIENCE);
        assertThat(cluster.id(joiner)).isEqualTo(place);
    }

    /** Scenario 66: paused, nothing about the membership changes. */
    @Test
    void follower_deadWhilePaused_isNotReplaced() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        List<Site> sites = cluster.three(token);
        Set<MemberId> before = cluster.voters(sites);
        change(sites.getFirst(), settings -> settings.with(SwitchedOn.PAUSED));
        Site fourth = cluster.site("d");
        fourth.start(token, Optional.empty(), JoinStrategy.REPLACE, Standby.IDLE);
        Site dead = cluster.follower();
        List<Site> alive = cluster.others(dead);
        dead.crash();
        Patience.pause(12_000);

        assertThat(cluster.voters(alive)).isEqualTo(before);

        change(cluster.leader(), settings -> settings.with(SwitchedOn.RUNNING));
        cluster.awaitVoters(alive, 3, Cluster.PATIENCE);
        assertThat(cluster.voters(alive)).isNotEqualTo(before);
    }
}
