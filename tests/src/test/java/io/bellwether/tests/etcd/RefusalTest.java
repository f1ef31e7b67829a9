package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.member.MemberException;
import io.bellwether.etcd.member.MemberException.Reason;
import io.bellwether.etcd.security.JoinToken;
import io.bellwether.execution.Randomness;
import io.bellwether.tests.program.ProgramProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Wrong input to the program: one clear line, exit 1, and nothing changed. Scenarios 25 and 26 among them. */
@RealEtcd
final class RefusalTest {

    @RegisterExtension
    private final Cluster cluster = new Cluster();

    private final Etcd.Place place = Etcd.Place.of("node");

    private Path dataDir() {
        return cluster.folder().resolve("node");
    }

    /** Runs it; the one line that it leaves behind, after which it has ended with code 1. */
    private String refusal(String discovery, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "etcd",
                "run",
                "--name=node",
                "--data-dir=" + dataDir(),
                "--discovery=" + discovery,
                "--etcd=" + Etcd.program(),
                "--heartbeat-interval=50",
                "--election-timeout=500"));
        List<String> given = List.of(more);
        command.addAll(given);
        if (given.stream().noneMatch(option -> option.startsWith("--token-file"))) {
            command.add("--initial-advertise-peer-urls=" + place.peerUrl());
            command.add("--advertise-client-urls=" + place.clientUrl());
        }
        try (ProgramProcess member = ProgramProcess.start(Map.of(), command.toArray(String[]::new))) {
            String line = member.awaitLine("bellwether etcd run: ");
            assertThat(member.awaitExit()).isEqualTo(1);
            assertThat(member.hasPrinted("\tat ")).as("a stack trace").isFalse();
            return line;
        }
    }

    @Test
    void wrongToken_isRefused() throws IOException, InterruptedException {
        assertThat(refusal(cluster.discovery().url() + "/0123456789abcdef0123456789abcdef"))
                .contains("there is no such token");

        assertThat(dataDir()).doesNotExist();
    }

    /** The right id and another secret. */
    @Test
    void wrongJoinToken_isRefused() throws IOException, InterruptedException {
        JoinToken right = JoinToken.draw(Randomness.secure());
        String address = cluster.discovery().newToken(3, right);
        Path file = cluster.folder().resolve("join.token");
        Files.writeString(file, JoinToken.draw(right.id(), Randomness.secure()).secretText());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThat(refusal(address, "--token-file=" + file)).contains("discovery does not take the join token");

        assertThat(dataDir()).doesNotExist();
    }

    @Test
    void contradictingSize_isRefused() throws IOException, InterruptedException {
        assertThat(refusal(cluster.discovery().newToken(3), "--cluster-size=5"))
                .contains("--cluster-size 5 contradicts the cluster's size of 3");

        assertThat(dataDir()).doesNotExist();
    }

    @Test
    void portInUse_isRefused() throws IOException, InterruptedException {
        int port = URI.create(place.peerUrl()).getPort();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();

            assertThat(refusal(cluster.discovery().newToken(1))).contains(":" + port, "in use");
        }
        assertThat(dataDir()).doesNotExist();
    }

    @Test
    void nameOfAnother_isRefused() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(1);
        Site first = new Site("node", Files.createDirectory(cluster.folder().resolve("elsewhere")));
        first.start(token);
        cluster.awaitVoters(List.of(first), 1, Cluster.PATIENCE);
        MemberList before = cluster.members(List.of(first));

        assertThat(refusal(token)).contains("the name node belongs to the node at [" + first.peerUrl() + "]");

        assertThat(dataDir()).doesNotExist();
        assertThat(cluster.members(List.of(first))).isEqualTo(before);
        first.close();
    }

    /** Its log and its database stay as they are, byte for byte. */
    @Test
    void dataOfAnotherCluster_isRefusedAndKept() throws IOException, InterruptedException {
        Site other = cluster.site("node");
        other.start(cluster.discovery().newToken(1));
        cluster.awaitVoters(List.of(other), 1, Cluster.PATIENCE);
        other.stop();
        Files.move(other.stateDir(), cluster.folder().resolve("lost-state"));
        Map<String, Integer> before = contents(dataDir().resolve("member"));

        assertThat(refusal(cluster.discovery().newToken(1))).contains("move it away");

        assertThat(contents(dataDir().resolve("member"))).hasSizeGreaterThan(1).isEqualTo(before);
    }

    private static Map<String, Integer> contents(Path directory) throws IOException {
        Map<String, Integer> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                contents.put(directory.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    /** Two supervisors in this JVM: the second one's failure is what the program would say. */
    @Test
    void secondSupervisor_ofOneDirectory_isRefused() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(1);
        Site first = cluster.site("a");
        first.start(token);
        cluster.awaitVoters(List.of(first), 1, Cluster.PATIENCE);
        Site second = cluster.site("a");
        second.start(token);

        RuntimeException failure = second.awaitFailure();

        assertThat(Optional.of(failure)
                        .filter(MemberException.class::isInstance)
                        .map(MemberException.class::cast))
                .map(MemberException::reason)
                .contains(Reason.LOCKED);
        assertThat(String.valueOf(failure.getMessage()).lines()).hasSize(1);
        assertThat(first.etcd()).isPresent();
        cluster.awaitVoters(List.of(first), 1, Cluster.PATIENCE);
    }
}
