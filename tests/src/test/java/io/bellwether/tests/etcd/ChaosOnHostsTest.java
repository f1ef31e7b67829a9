package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.execution.Randomness;
import io.bellwether.tests.program.ProgramProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * How long no write was acknowledged is printed, and is no reason to fail: it tells as much about the machine.
 */
@EnabledIf(value = "io.bellwether.tests.etcd.Network#isPossible", disabledReason = "network namespaces need root")
final class ChaosOnHostsTest {

    private static final long SECONDS = Long.getLong("bellwether.chaos.seconds", 110);
    private static final long SEED = Long.getLong("bellwether.chaos.seed", System.nanoTime());
    private static final Duration RECOVERY = Duration.ofSeconds(90);
    private static final int MEMBERS = 3;
    private static final List<Fault> FAULTS = List.of(Fault.values());

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final RandomGenerator random = Randomness.seeded(SEED);
    private final EtcdClient client = new EtcdClient(
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(1))
                    .build(),
            Duration.ofSeconds(2));
    private final List<HostedMember> members = new ArrayList<>();
    private final Set<ClusterId> clusters = new HashSet<>();
    private final ChaosReport report = new ChaosReport(SEED);

    @Test
    void faults_oneAfterTheOther_loseNothing() throws Exception {
        try (Network network = Network.open(MEMBERS + 1);
                ProgramProcess discovery = discovery(network.hosts().get(MEMBERS))) {
            String token = newToken(discovery.awaitLine("discovery is ready: ").replaceAll(".*ready: ", ""));
            for (int i = 0; i < MEMBERS; i++) {
                members.add(new HostedMember("m" + i, network.hosts().get(i), folder, token));
            }
            try {
                for (HostedMember member : members) {
                    member.start();
                }
                awaitWhole();
                Ledger ledger = Ledger.start(
                        members.stream().map(HostedMember::clientUrl).toList());
                strikeForLong(network);
                ledger.end();
                report.print(ledger);

                assertThat(ledger.lost(members.getFirst().clientUrl()))
                        .as("lost writes, seed %d", SEED)
                        .isEmpty();
                assertThat(ledger.acknowledged()).isPositive();
                assertThat(clusters).as("seed %d", SEED).hasSize(1);
            } finally {
                for (HostedMember member : members) {
                    member.close();
                }
            }
        }
    }

    private ProgramProcess discovery(Network.Host host) throws IOException {
        return ProgramProcess.start(
                host.prefix(),
                Map.of(),
                "discovery",
                "--listen",
                host.address() + ":2379",
                "--data-dir",
                folder.resolve("discovery").toString());
    }

    private static String newToken(String discovery) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(discovery + "/new?size=" + MEMBERS))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void strikeForLong(Network network) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < end) {
            HostedMember victim = members.get(random.nextInt(MEMBERS));
            List<HostedMember> others =
                    members.stream().filter(member -> member != victim).toList();
            Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
            Optional<HostedMember> stands =
                    random.nextInt(3) == 0 ? Optional.of(members.get(random.nextInt(MEMBERS))) : Optional.empty();
            boolean leads = isLeader(victim);
            long begun = System.nanoTime();
            signal(stands, "STOP");
            fault.strike(victim, others, network, random);
            Patience.pause(random.nextLong(HostedMember.ELECTION_MILLIS));
            signal(stands, "CONT");
            awaitWhole();
            report.add(fault, victim.name(), leads, begun, System.nanoTime());
            Patience.pause(random.nextLong(2 * HostedMember.ELECTION_MILLIS));
        }
    }

    private static void signal(Optional<HostedMember> member, String signal) throws IOException, InterruptedException {
        if (member.isPresent()) {
            member.get().signalSupervisor(signal);
        }
    }

    private boolean isLeader(HostedMember member) {
        return status(member).filter(MemberStatus::isLeader).isPresent();
    }

    private Optional<MemberStatus> status(HostedMember member) {
        Optional<MemberStatus> status = client.status(member.clientUrl()).given();
        status.map(MemberStatus::cluster).ifPresent(clusters::add);
        return status;
    }

    private void awaitWhole() throws InterruptedException {
        Patience.Met<Boolean> unused = Patience.await(
                RECOVERY,
                () -> "the cluster is whole again, seed " + SEED + ", after " + report.last() + ": " + list(),
                () -> Optional.of(isWhole()).filter(Boolean::booleanValue));
    }

    /** All on the list are voters, each of them one of ours, which answers and knows a leader. */
    private boolean isWhole() {
        Optional<MemberList> list = list();
        return list.isPresent()
                && list.get().voters().size() == MEMBERS
                && list.get().members().size() == MEMBERS
                && members.stream()
                        .allMatch(member -> status(member)
                                .filter(status -> status.leader().isPresent()
                                        && list.get().voters().stream()
                                                .anyMatch(voter -> voter.id().equals(status.member())))
                                .isPresent());
    }

    private Optional<MemberList> list() {
        return members.stream()
                .flatMap(member -> client.confirmedMembers(member.clientUrl(), "/x").given().stream())
                .map(EtcdClient.Confirmed::list)
                .findFirst();
    }
}
