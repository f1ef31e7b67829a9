package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.client.ApiClient;
import io.bellwether.client.ClientOptions;
import io.bellwether.client.kubeconfig.Kubeconfig;
import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.Formation;
import io.bellwether.etcd.core.Seat;
import io.bellwether.etcd.discovery.Discovery;
import io.bellwether.etcd.discovery.DiscoveryClient;
import io.bellwether.etcd.discovery.EtcdShelf;
import io.bellwether.etcd.discovery.FoundByName;
import io.bellwether.etcd.discovery.ServiceRecords;
import io.bellwether.etcd.discovery.SeveralBoards;
import io.bellwether.etcd.discovery.SharedBoard;
import io.bellwether.etcd.discovery.Shelf;
import io.bellwether.etcd.discovery.V3Registry;
import io.bellwether.etcd.discovery.Word;
import io.bellwether.etcd.discovery.kubernetes.ConfigMapShelf;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.Threads;
import io.bellwether.tests.election.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clusters whose nodes meet elsewhere than at one discovery service, or at one that has troubles of its own. */
@RealEtcd
final class MeetingPlacesTest {

    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** For calls of the test itself, which are answered, or refused, but never in vain. */
    private static final Duration PATIENT = Duration.ofSeconds(60);

    @RegisterExtension
    private final Cluster cluster = new Cluster();

    private final SystemClock clock = new SystemClock();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final EtcdClient client = new EtcdClient(http, TIMEOUT);
    private final EtcdClient patient = new EtcdClient(http, PATIENT);

    /** Three machines that meet there; the scheme of their address is nobody's business but the program's. */
    private List<Site> three(Site.Meeting there) throws InterruptedException {
        List<Site> three = List.of(cluster.site("a"), cluster.site("b"), cluster.site("c"));
        for (Site each : three) {
            each.meet(there);
            each.start("http://127.0.0.1:1/" + ID);
        }
        cluster.awaitVoters(three, 3, Cluster.PATIENCE);
        assertThat(cluster.allClusters()).hasSize(1);
        return three;
    }

    private SharedBoard board(Shelf shelf) {
        return new SharedBoard(shelf, clock, Optional.of(3));
    }

    /** What every shelf has to do: nobody overwrites what he has not seen. */
    private void checkShelf(Shelf shelf) throws IOException {
        assertThat(shelf.write("nodes/x", "one", Optional.empty())).isTrue();
        assertThat(shelf.write("nodes/x", "two", Optional.empty())).isFalse();
        Shelf.Note first = note(shelf);
        assertThat(shelf.write("nodes/x", "two", Optional.of(first))).isTrue();
        assertThat(shelf.write("nodes/x", "three", Optional.of(first))).isFalse();
        assertThat(note(shelf).text()).isEqualTo("two");
        assertThat(note(shelf).version()).isGreaterThan(first.version());
    }

    private static Shelf.Note note(Shelf shelf) throws IOException {
        return shelf.notes().stream()
                .filter(note -> note.name().equals("nodes/x"))
                .findFirst()
                .orElseThrow();
    }

    /** Proposals at the same revision: one of them counts. */
    private void checkAgreement(Discovery one, Discovery other) {
        assertThat(one.board())
                .isInstanceOfSatisfying(
                        Word.Heard.class,
                        heard -> assertThat(heard.board().formation()).isEqualTo(new Formation.Unclaimed(3)));
        List<Seat> nobody = List.of();
        assertThat(one.propose(nobody, 0)).isInstanceOf(Word.Heard.class);
        assertThat(other.propose(nobody, 0)).isInstanceOf(Word.Conflict.class);
        assertThat(one.keep("first")).isInstanceOf(Word.Heard.class);
        assertThat(other.keep("second"))
                .isInstanceOfSatisfying(
                        Word.Conflict.class,
                        kept -> assertThat(kept.board().authority()).contains("first"));
        assertThat(one.formed(new ClusterId(7))).isInstanceOf(Word.Heard.class);
        assertThat(other.formed(new ClusterId(8))).isInstanceOf(Word.Conflict.class);
        assertThat(other.restored(new ClusterId(8), new ClusterId(9))).isInstanceOf(Word.Conflict.class);
        assertThat(other.restored(new ClusterId(7), new ClusterId(9)))
                .isInstanceOfSatisfying(
                        Word.Heard.class,
                        heard -> assertThat(heard.board().formation())
                                .isEqualTo(new Formation.Formed(3, new ClusterId(9))));
        assertThat(one.formed(new ClusterId(7))).isInstanceOf(Word.Conflict.class);
    }

    @Test
    void three_meetingOnARunningEtcd_formACluster() throws IOException, InterruptedException {
        try (Etcd etcd = Etcd.start(cluster.folder(), Etcd.Place.of("meeting"), List.of())) {
            awaitAnswer(etcd);
            URI server = URI.create(etcd.clientUrl());
            checkShelf(new EtcdShelf(patient, List.of(server), "another-cluster-1"));
            checkAgreement(
                    board(new EtcdShelf(patient, List.of(server), "another-cluster-2")),
                    board(new EtcdShelf(patient, List.of(server), "another-cluster-2")));

            three((address, shared, machine) -> board(new EtcdShelf(client, List.of(server), ID)));
        }
    }

    private void awaitAnswer(Etcd etcd) throws InterruptedException {
        Patience.Met<String> met = Patience.await(
                Cluster.PATIENCE,
                () -> "etcd at " + etcd.clientUrl(),
                () -> client.status(URI.create(etcd.clientUrl()))
                        .given()
                        .filter(status -> status.leader().isPresent())
                        .map(status -> status.version()));
        assertThat(met.value()).isNotEmpty();
    }

    @Test
    void three_meetingOnAKubernetesApiServer_formACluster() throws IOException, InterruptedException {
        try (TestServer server =
                        new TestServer(Files.createDirectory(cluster.folder().resolve("apiserver")));
                ExecutorService executor = Threads.virtual("shelf");
                ApiClient api = new ApiClient(
                        Kubeconfig.load(server.kubeconfig()).context(""), ClientOptions.of("test"), clock, executor)) {
            checkShelf(shelf(api, "another-cluster-1", PATIENT));
            checkAgreement(
                    board(shelf(api, "another-cluster-2", PATIENT)), board(shelf(api, "another-cluster-2", PATIENT)));

            three((address, shared, machine) -> board(shelf(api, ID, Duration.ofSeconds(5))));
        }
    }

    private ConfigMapShelf shelf(ApiClient api, String id, Duration timeout) {
        return new ConfigMapShelf(api, clock, "default", id, timeout);
    }

    /** A static list: the first service decides; once the cluster has formed, a newcomer needs none but another. */
    @Test
    @Tag("long")
    void newcomer_whileTheFirstOfTwoServicesIsGone_findsTheCluster() throws IOException, InterruptedException {
        try (DiscoveryScene second = new DiscoveryScene(cluster.folder().resolve("second"))) {
            List<String> addresses = List.of(
                    cluster.discovery().get("/new?size=3&id=" + ID).body(),
                    second.get("/new?size=3&id=" + ID).body());
            Site.Meeting list = (address, shared, machine) -> new SeveralBoards(
                    addresses.stream()
                            .<Discovery>map(
                                    each -> DiscoveryClient.of(shared, URI.create(each), TIMEOUT, Optional.empty()))
                            .toList(),
                    machine.executor());
            List<Site> members = three(list);
            Site dead = cluster.follower();
            cluster.discovery().stop();
            dead.crash();

            Site newcomer = cluster.site("d");
            newcomer.meet(list);
            newcomer.start("http://127.0.0.1:1/" + ID);

            List<Site> alive = new ArrayList<>(members);
            alive.remove(dead);
            alive.add(newcomer);
            Patience.Met<Boolean> joined = Patience.await(
                    Cluster.PATIENCE,
                    () -> "the newcomer among " + cluster.list(alive),
                    () -> cluster.list(alive)
                            .filter(found -> found.voters().size() == 3
                                    && found.voters().stream()
                                            .anyMatch(voter -> voter.name().startsWith("d-")))
                            .map(found -> true));
            assertThat(joined.value()).isTrue();
            cluster.discovery().restart();
        }
    }

    @Test
    @Tag("long")
    void three_findingTheServiceByName_formACluster() throws IOException, InterruptedException {
        String address = cluster.discovery().newToken(3);
        URI service = cluster.discovery().url();
        try (NameServer names = new NameServer(List.of(
                new NameServer.Answer(20, 9, "second.invalid"),
                new NameServer.Answer(10, service.getPort(), "127.0.0.1")))) {
            ServiceRecords records = new ServiceRecords(List.of(names.address()), Randomness.secure());
            assertThat(records.lookup("_bellwether-discovery._tcp.example.org"))
                    .containsExactly(
                            new ServiceRecords.Place(10, "127.0.0.1", service.getPort()),
                            new ServiceRecords.Place(20, "second.invalid", 9));
            String path = URI.create(address).getPath();

            three((unused, shared, machine) -> new FoundByName(() -> {
                ServiceRecords.Place first =
                        records.lookup("_bellwether-discovery._tcp.example.org").getFirst();
                URI found = URI.create("http://" + first.host() + ":" + first.port() + path);
                return DiscoveryClient.of(shared, found, TIMEOUT, Optional.empty());
            }));
        }
    }

    /** A name service that is down is waited for, and asked again after a place fell silent. */
    @Test
    void place_thatFellSilent_isLookedUpAgain() {
        AtomicBoolean known = new AtomicBoolean();
        FoundByName place = new FoundByName(() -> {
            if (!known.get()) {
                throw new IOException("no such name");
            }
            return DiscoveryClient.of(
                    http, URI.create(cluster.discovery().url() + "/unknown-token-of-mine"), PATIENT, Optional.empty());
        });

        assertThat(place.board()).isInstanceOf(Word.Silence.class);
        known.set(true);
        assertThat(place.board()).isInstanceOf(Word.WrongToken.class);
    }

    /** What stock members from 3.6 on read; where the program is such a one, three of them form by it. */
    @Test
    void stockMembers_withTheirV3Discovery_form() throws IOException, InterruptedException {
        try (Etcd etcd = Etcd.start(cluster.folder(), Etcd.Place.of("meeting"), List.of())) {
            awaitAnswer(etcd);
            URI server = URI.create(etcd.clientUrl());
            assertThat(V3Registry.create(patient, server, ID, 3)).isEqualTo(new Answer.Given<>(true));
            assertThat(V3Registry.create(patient, server, ID, 5)).isEqualTo(new Answer.Given<>(false));
            assertThat(patient.get(server, "/_etcd/registry/" + ID + "/_config/size")
                            .given()
                            .orElseThrow())
                    .hasValueSatisfying(size -> assertThat(size.value()).isEqualTo("3"));
            String version = patient.status(server).given().orElseThrow().version();
            if (version.startsWith("3.4.") || version.startsWith("3.5.")) {
                return;
            }
            List<Etcd> members = new ArrayList<>();
            try {
                for (String name : List.of("one", "two", "three")) {
                    members.add(Etcd.start(
                            cluster.folder(),
                            Etcd.Place.of(name),
                            List.of("--discovery-token=" + ID, "--discovery-endpoints=" + server)));
                }
                URI first = URI.create(members.getFirst().clientUrl());
                Patience.Met<Integer> voters = Patience.await(
                        Cluster.PATIENCE,
                        () -> "three voters",
                        () -> client.confirmedMembers(first, "/x")
                                .given()
                                .map(found -> found.list().voters().size())
                                .filter(count -> count == 3));
                assertThat(voters.value()).isEqualTo(3);
            } finally {
                for (Etcd each : members) {
                    each.close();
                }
            }
        }
    }
}
