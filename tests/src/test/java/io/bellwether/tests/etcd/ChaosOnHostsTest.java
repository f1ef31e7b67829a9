package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.execution.Randomness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three supervised members as processes on hosts of their own, under writers, and one fault after the other, drawn from
 * a seed; supervisors stand still at any time. Checks G-C1 to G-C5 from the outside: nothing that was acknowledged is
 * lost, there is one cluster, and it is whole again after each fault.
 *
 * <p>{@code -Dchaos.seconds} of the build says for how long, {@code -Dbellwether.chaos.seed} of the JVM what happens.
 * How long no write was acknowledged is printed for each kind of fault, with how often that was more than three
 * election timeouts, or one where no leader fell. A busy machine adds to it, so the test fails only where most faults
 * took longer, or where writes failed outside of faults for a quarter of the time; and not for that where the machine
 * did not keep {@link Pace}.
 */
@EnabledIf(value = "io.bellwether.tests.etcd.Network#isPossible", disabledReason = "network namespaces need root")
@RealEtcd
final class ChaosOnHostsTest {

    private static final long SECONDS = Long.getLong("bellwether.chaos.seconds", 110);
    private static final long SEED = Long.getLong("bellwether.chaos.seed", System.nanoTime());
    private static final int MEMBERS = 3;
    private static final double AVAILABLE = 0.75;
    private static final List<Fault> FAULTS = List.of(Fault.values());

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final RandomGenerator random = Randomness.seeded(SEED);
    private final ChaosReport report = new ChaosReport(SEED);

    @Test
    void faults_oneAfterTheOther_loseNothing() throws Exception {
        try (HostedCluster cluster = HostedCluster.found(folder, MEMBERS);
                Pace pace = Pace.start(folder)) {
            Ledger ledger = Ledger.start(
                    cluster.members().stream().map(HostedMember::clientUrl).toList());
            strikeForLong(cluster);
            ledger.end();
            List<Ledger.Gap> gaps = ledger.gaps();
            report.print(ledger.acknowledged(), gaps);

            assertThat(ledger.lost(cluster.members().getFirst().clientUrl()))
                    .as("lost writes, seed %d", SEED)
                    .isEmpty();
            assertThat(ledger.acknowledged()).isPositive();
            assertThat(cluster.clusters()).as("seed %d", SEED).hasSize(1);
            checkFigures(gaps, pace);
        }
    }

    private void checkFigures(List<Ledger.Gap> gaps, Pace pace) {
        System.out.printf("  the pace of the machine: %s%n", pace);
        if (pace.wasKept()) {
            assertThat(report.overTheBound(gaps))
                    .as("longer without a write than expected, seed %d", SEED)
                    .isLessThanOrEqualTo(report.faults() / 2);
            assertThat(report.availability(gaps))
                    .as("available outside of faults, seed %d", SEED)
                    .isGreaterThan(AVAILABLE);
        }
    }

    private void strikeForLong(HostedCluster cluster) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < end) {
            HostedMember victim = cluster.members().get(random.nextInt(MEMBERS));
            Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
            Optional<HostedMember> stands = random.nextInt(3) == 0
                    ? Optional.of(cluster.members().get(random.nextInt(MEMBERS)))
                    : Optional.empty();
            boolean leads = cluster.isLeader(victim);
            long begun = System.nanoTime();
            signal(stands, "STOP");
            fault.strike(victim, cluster.others(victim), cluster.network(), random);
            Patience.pause(random.nextLong(HostedMember.ELECTION_MILLIS));
            signal(stands, "CONT");
            cluster.awaitWhole(() -> fault + " of " + victim.name() + (leads ? ", the leader" : "")
                    + stands.map(each -> ", while the supervisor of " + each.name() + " stood still")
                            .orElse("")
                    + ", seed " + SEED + ", before that " + report.struck());
            report.add(fault, victim.name(), leads, begun, System.nanoTime());
            Patience.pause(random.nextLong(2 * HostedMember.ELECTION_MILLIS));
        }
    }

    private static void signal(Optional<HostedMember> member, String signal) throws IOException, InterruptedException {
        if (member.isPresent()) {
            member.get().signalSupervisor(signal);
        }
    }
}
