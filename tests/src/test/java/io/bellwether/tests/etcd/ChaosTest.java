package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.Policy.Standby;
import io.bellwether.execution.Clock;
import io.bellwether.tests.program.ProgramProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Faults by chance, from a seed; a supervisor that stands still; clocks that jump. Scenarios 61, 64 and 70; checks
 * G-C1, G-C2 and G-C3.
 */
@Tag("long")
@RealEtcd
final class ChaosTest {

    private static final long SEED = Long.getLong("etcd.chaos.seed", 1);
    private static final int STEPS = Integer.getInteger("etcd.chaos.steps", 40);

    @RegisterExtension
    private final Cluster cluster = new Cluster();

    /**
     * Scenario 64: kills, pauses, restarts and crashes whenever they come, and empty disks one at a time, since two at
     * once are the end of three. No acknowledged write is lost, there is one cluster, and in the end it is whole.
     */
    @Test
    void scenario64_faultsByChance_loseNothing() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        List<Site> sites = cluster.three(token);
        Random random = new Random(SEED);
        try (Writer writer = new Writer(sites)) {
            for (int step = 0; step < STEPS; step++) {
                Site site = sites.get(random.nextInt(sites.size()));
                fault(site, random, token, sites);
                assertThat(cluster.clusters())
                        .as("seed %d, step %d", SEED, step)
                        .hasSizeLessThanOrEqualTo(1);
                Patience.pause(random.nextInt(4_000));
            }

            Duration whole = cluster.awaitVoters(sites, 3, Cluster.PATIENCE);

            System.out.printf(
                    "seed %d: %d faults, %d writes acknowledged, longest gap %d ms, whole %d ms after the last%n",
                    SEED, STEPS, writer.acknowledged(), writer.longestGap().toMillis(), whole.toMillis());
            writer.checkAll(sites.getFirst());
        }
    }

    private void fault(Site site, Random random, String token, List<Site> sites)
            throws IOException, InterruptedException {
        switch (random.nextInt(5)) {
            case 0 -> site.process().kill();
            case 1 -> {
                if (site.etcd().isPresent()) {
                    site.process().standStill();
                    Patience.pause(random.nextInt(3_000));
                    site.process().goOn();
                }
            }
            case 2 -> {
                site.stop();
                site.start(token);
            }
            case 3 -> {
                site.crash();
                site.start(token);
            }
            default -> {
                cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
                site.crash();
                site.wipe();
                site.start(token);
            }
        }
    }

    /** Scenario 70: the leader is well, but its supervisor hangs: another one takes leadership away from there. */
    @Test
    void scenario70_supervisorOfTheLeaderHanging_losesLeadershipToALiveOne() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        List<Site> sites = List.of(cluster.site("b"), cluster.site("c"));
        Etcd.Place place = Etcd.Place.of("a");
        try (ProgramProcess hanging = ProgramProcess.start(Map.of(), arguments(place, token))) {
            sites.forEach(site -> site.start(token));
            assertThat(hanging.awaitLine("Bellwether etcd member is ready")).contains("ready");
            cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
            MemberId there = cluster.members(sites).members().stream()
                    .filter(member -> member.clientUrls().contains(place.clientUrl()))
                    .findFirst()
                    .orElseThrow()
                    .id();
            lead(sites, there);
            hanging.signal("STOP");

            Patience.Met<MemberId> leader = Patience.await(
                    Cluster.PATIENCE,
                    () -> "another leader",
                    () -> leaderOf(sites).filter(found -> !found.equals(there)));

            assertThat(leader.after()).isGreaterThan(Duration.ofSeconds(5));
            assertThat(cluster.members(sites).find(there)).isPresent();
            hanging.signal("CONT");
            cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
        }
    }

    private String[] arguments(Etcd.Place place, String token) {
        List<String> arguments = new ArrayList<>(List.of("etcd", "run", "--name", place.name()));
        arguments.addAll(
                List.of("--data-dir", cluster.folder().resolve(place.name()).toString(), "--discovery", token));
        arguments.addAll(List.of("--initial-advertise-peer-urls", place.peerUrl()));
        arguments.addAll(List.of("--advertise-client-urls", place.clientUrl(), "--etcd", Etcd.program()));
        arguments.addAll(List.of("--heartbeat-interval", "50", "--election-timeout", "500"));
        return arguments.toArray(String[]::new);
    }

    private Optional<MemberId> leaderOf(List<Site> sites) {
        return sites.stream()
                .flatMap(site -> cluster.client().status(site.clientUrl()).given().stream())
                .flatMap(status -> status.leader().stream())
                .findFirst();
    }

    private void lead(List<Site> sites, MemberId wanted) throws InterruptedException {
        Patience.Met<MemberId> met = Patience.await(Cluster.PATIENCE, () -> "its leadership", () -> {
            for (Site each : sites) {
                boolean leads = cluster.client()
                        .status(each.clientUrl())
                        .given()
                        .filter(status -> status.isLeader())
                        .isPresent();
                if (leads) {
                    assertThat(cluster.client().moveLeader(each.clientUrl(), wanted, Duration.ofSeconds(5)))
                            .isNotNull();
                }
            }
            return leaderOf(sites).filter(wanted::equals);
        });
        assertThat(met.value()).isEqualTo(wanted);
    }

    /** Scenario 61: the wall clock of every machine jumps by an hour, to and fro: nobody is declared dead for it. */
    @Test
    void scenario61_wallClocksJumping_changeNothing() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        List<Site> sites = List.of(cluster.site("a"), cluster.site("b"), cluster.site("c"));
        sites.forEach(site -> site.tellTimeBy(Jumping::new));
        sites.forEach(site -> site.start(token));
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
        Set<MemberId> before = cluster.voters(sites);
        cluster.site("d").start(token, Optional.empty(), JoinStrategy.REPLACE, Standby.IDLE);

        Patience.pause(12_000);

        assertThat(cluster.voters(sites)).isEqualTo(before);
    }

    /** Every look at the wall is an hour away from the one before. */
    private record Jumping(Clock real, AtomicBoolean ahead) implements Clock {

        Jumping(Clock real) {
            this(real, new AtomicBoolean());
        }

        @Override
        public long nanos() {
            return real.nanos();
        }

        @Override
        public Instant wallTime() {
            boolean was = ahead.getAndSet(!ahead.get());
            return real.wallTime().plus(Duration.ofHours(was ? -1 : 1));
        }
    }
}
