package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.Comparison;
import io.bellwether.etcd.core.Member;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.EtcdClient.Confirmed;
import io.bellwether.etcd.gateway.MaintenanceClient;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.etcd.gateway.Refusal;
import io.bellwether.etcd.gateway.Stored;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the client makes of a real etcd's answers. */
@RealEtcd
final class EtcdClientTest {

    /** Well beyond what a busy machine needs: these calls are answered, or refused, but never in vain. */
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Etcd etcd;

    private final EtcdClient client = new EtcdClient(
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), DEADLINE);

    @BeforeEach
    void startEtcd() throws IOException, InterruptedException {
        etcd = Etcd.start(folder, Etcd.Place.of("one"), List.of());
        Patience.Met<Boolean> put = Patience.await(
                Cluster.PATIENCE,
                () -> "a write",
                () -> client.put(server(), "/begun", "yes").given());
        assertThat(put.value()).isTrue();
    }

    @AfterEach
    void endEtcd() throws InterruptedException {
        etcd.close();
    }

    private URI server() {
        return URI.create(etcd.clientUrl());
    }

    @Test
    void status_ofALeader_namesItself() {
        MemberStatus status = client.status(server()).given().orElseThrow();

        assertThat(status.isLeader()).isTrue();
        assertThat(status.learner()).isFalse();
        assertThat(status.version()).startsWith("3.");
        assertThat(status.appliedIndex()).isPositive();
        assertThat(client.peerVersion(URI.create(etcd.peerUrl()))).isEqualTo(new Answer.Given<>(status.version()));
    }

    @Test
    void confirmedMembers_withAKey_giveBoth() {
        Confirmed confirmed =
                client.confirmedMembers(server(), "/begun").given().orElseThrow();

        assertThat(confirmed.read().map(Stored::value)).contains("yes");
        assertThat(confirmed.list().isConfirmed()).isTrue();
        assertThat(confirmed.list().members()).singleElement().satisfies(member -> {
            assertThat(member.name()).isEqualTo("one");
            assertThat(member.peerUrls()).containsExactly(etcd.peerUrl());
            assertThat(member.clientUrls()).containsExactly(etcd.clientUrl());
            assertThat(member.isVoter()).isTrue();
        });
    }

    @Test
    void putIfUnchanged_afterAnotherWrite_isNotDone() {
        assertThat(client.putIfUnchanged(server(), "/a", "1", 0)).isEqualTo(new Answer.Given<>(true));
        assertThat(client.putIfUnchanged(server(), "/a", "2", 0)).isEqualTo(new Answer.Given<>(false));

        Optional<Stored> stored = client.get(server(), "/a").given().orElseThrow();
        assertThat(client.putIfUnchanged(
                        server(), "/a", "2", stored.orElseThrow().modRevision()))
                .isEqualTo(new Answer.Given<>(true));
        assertThat(client.list(server(), "/").given().orElseThrow())
                .extracting(Stored::key, Stored::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("/a", "2"),
                        org.assertj.core.groups.Tuple.tuple("/begun", "yes"));
    }

    /** Were it of more than the keys, or of another moment, members that have the same would differ. */
    @Test
    void sum_ofARevision_isThatOfItsKeys() {
        MaintenanceClient maintenance = new MaintenanceClient(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
        URI peer = URI.create(etcd.peerUrl());
        long first = client.status(server()).given().orElseThrow().revision();
        Comparison.Sum before = maintenance.sum(peer, first, DEADLINE).given().orElseThrow();

        assertThat(client.put(server(), "/more", "yes")).isEqualTo(new Answer.Given<>(true));
        assertThat(client.addLearner(server(), List.of("http://127.0.0.1:1"), DEADLINE))
                .isInstanceOf(Answer.Given.class);

        assertThat(maintenance.sum(peer, first, DEADLINE)).isEqualTo(new Answer.Given<>(before));
        assertThat(maintenance.sum(peer, first + 1, DEADLINE).given().orElseThrow())
                .isNotEqualTo(before);
    }

    /** A learner that never runs: it is listed, blocks a second one, is not promoted, and can be removed. */
    @Test
    void learner_thatNeverRuns_isRefusedEverything() {
        MemberId learner = client.addLearner(server(), List.of("http://127.0.0.1:1"), DEADLINE)
                .given()
                .orElseThrow();

        assertThat(client.confirmedMembers(server(), "/x")
                        .given()
                        .orElseThrow()
                        .list()
                        .find(learner))
                .hasValueSatisfying(member -> {
                    assertThat(member.role()).isEqualTo(Member.Role.LEARNER);
                    assertThat(member.isStarted()).isFalse();
                });
        assertThat(refusal(client.addLearner(server(), List.of("http://127.0.0.1:2"), DEADLINE)))
                .isEqualTo(Refusal.TOO_MANY_LEARNERS);
        assertThat(refusal(client.promote(server(), learner, DEADLINE))).isEqualTo(Refusal.LEARNER_BEHIND);
        assertThat(client.remove(server(), learner, DEADLINE)).isEqualTo(new Answer.Given<>(true));
        assertThat(refusal(client.remove(server(), learner, DEADLINE))).isEqualTo(Refusal.MEMBER_NOT_FOUND);
    }

    @Test
    void promote_ofAVoter_isRefused() {
        MemberId self = client.status(server()).given().orElseThrow().member();

        assertThat(refusal(client.promote(server(), self, DEADLINE))).isEqualTo(Refusal.NOT_A_LEARNER);
        assertThat(client.alarms(server()).given().orElseThrow()).isEmpty();
        assertThat(client.connections(server()).given().orElseThrow()).isEmpty();
    }

    @Test
    void snapshot_ofARunningMember_isADatabase() throws IOException {
        Path file = folder.resolve("saved.db");

        assertThat(client.snapshot(server(), file).given().orElseThrow())
                .isEqualTo(Files.size(file))
                .isGreaterThan(16_384);
    }

    @Test
    void anyQuestion_whereNobodyListens_saysSo() {
        URI nobody = URI.create(Etcd.freeUrl());

        assertThat(client.status(nobody)).isInstanceOf(Answer.Unreachable.class);
        assertThat(client.addLearner(nobody, List.of("http://127.0.0.1:1"), DEADLINE))
                .isInstanceOf(Answer.Unreachable.class);
    }

    private static Refusal refusal(Answer<?> answer) {
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        return ((Answer.Refused<?>) answer).refusal();
    }
}
