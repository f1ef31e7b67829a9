package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.execution.Randomness;
import io.bellwether.tests.linear.EtcdRegisters;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three supervised members as processes on hosts of their own, under writers and clients of registers, and one fault
 * after the other, drawn from a seed; supervisors stand still at any time. Checks G-C1 to G-C5 from the outside:
 * nothing that was acknowledged is lost, there is one cluster, and it is whole again after each fault. What the clients
 * of the registers saw must be linearizable from etcd 3.6.9 on, and is printed for older ones, which can answer stale
 * reads after a pause.
 *
 * <p>{@code -Dchaos.seconds} of the build says for how long, {@code -Dbellwether.chaos.seed} of the JVM what happens.
 * How long no write was acknowledged is printed for each kind of fault, with how often that was more than three
 * election timeouts, or one where no leader fell, and for which part of the time writes were acknowledged, outside of
 * faults and outside of what is allowed; {@link ChaosReport} says what counts. In the long form, of ten minutes or
 * more, both are at least 99 %, and at most one fault in twenty took longer. A busy machine adds to single gaps, so the
 * short form fails only where most faults took longer, or where writes failed for a quarter of the time; and not for
 * that where the machine did not keep {@link Pace}.
 */
@EnabledIf(value = "io.bellwether.tests.etcd.Network#isPossible", disabledReason = "network namespaces need root")
@RealEtcd
final class ChaosOnHostsTest {

    private static final long SECONDS = Long.getLong("bellwether.chaos.seconds", 110);
    private static final long SEED = Long.getLong("bellwether.chaos.seed", System.nanoTime());
    private static final int MEMBERS = 3;
    private static final boolean LONG = SECONDS >= 600;
    private static final double AVAILABLE = LONG ? 0.99 : 0.75;

    /** One in so many faults may take longer than it should. */
    private static final int TOLERANCE = LONG ? 20 : 2;

    private static final Runtime.Version LINEARIZABLE_FROM = Runtime.Version.parse("3.6.9");
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
            List<URI> members =
                    cluster.members().stream().map(HostedMember::clientUrl).toList();
            Ledger ledger = Ledger.start(members);
            EtcdRegisters.Findings findings;
            try (EtcdRegisters registers = EtcdRegisters.start(members, Randomness.seeded(SEED))) {
                strikeForLong(cluster);
                registers.end(members.getFirst());
                findings = registers.findings();
            } finally {
                ledger.end();
            }
            List<Ledger.Gap> gaps = ledger.gaps();
            report.print(ledger.acknowledged(), gaps);
            judge(cluster, findings);

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
        if (LONG || pace.wasKept()) {
            assertThat(report.overTheBound(gaps))
                    .as("longer without a write than expected, seed %d", SEED)
                    .isLessThanOrEqualTo(report.faults() / TOLERANCE);
            assertThat(report.outsideFaults(gaps).share())
                    .as("available outside of faults, seed %d", SEED)
                    .isGreaterThanOrEqualTo(AVAILABLE);
            assertThat(report.outsideAllowed(gaps).share())
                    .as("available outside of what is allowed, seed %d", SEED)
                    .isGreaterThanOrEqualTo(AVAILABLE);
        }
    }

    private static void judge(HostedCluster cluster, EtcdRegisters.Findings findings) {
        String version =
                cluster.status(cluster.members().getFirst()).orElseThrow().version();
        System.out.printf(
                "Registers of etcd %s, seed %d: %d calls of %d registers, %d histories not linearizable; %s%n",
                version,
                SEED,
                findings.calls(),
                findings.registers(),
                findings.violations().size(),
                findings.counts());
        findings.violations().forEach(System.out::println);
        assertThat(findings.counts()).containsKeys("Read Found", "Update Written", "Update Conflict");
        if (Runtime.Version.parse(version).compareTo(LINEARIZABLE_FROM) >= 0) {
            assertThat(findings.violations()).as("seed %d", SEED).isEmpty();
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
