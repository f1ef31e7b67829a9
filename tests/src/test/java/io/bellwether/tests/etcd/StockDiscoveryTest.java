package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.Member;
import io.bellwether.etcd.gateway.EtcdClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stock {@code etcd --discovery}, unmodified, against the discovery service: scenarios 9 and 10. */
@RealEtcd
final class StockDiscoveryTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private DiscoveryScene discovery;

    private final List<Etcd> running = new ArrayList<>();
    private final EtcdClient client = new EtcdClient(
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), Duration.ofSeconds(1));

    @BeforeEach
    void startDiscovery() throws IOException {
        discovery = new DiscoveryScene(folder.resolve("discovery"));
    }

    @AfterEach
    void endAll() throws InterruptedException {
        for (Etcd each : running) {
            each.close();
        }
        discovery.close();
    }

    private Etcd start(String name, String token) throws IOException {
        return start(Etcd.Place.of(name), token);
    }

    private Etcd start(Etcd.Place place, String token) throws IOException {
        Etcd etcd = Etcd.start(folder, place, List.of("--discovery=" + token, "--discovery-fallback=exit"));
        running.add(etcd);
        return etcd;
    }

    private void awaitMembers(Etcd etcd, int count) throws InterruptedException {
        URI server = URI.create(etcd.clientUrl());
        Patience.Met<List<Member>> met = Patience.await(
                Cluster.PATIENCE,
                () -> count + " members at " + server,
                () -> client.confirmedMembers(server, "/x")
                        .given()
                        .map(found -> found.list().voters())
                        .filter(voters ->
                                voters.size() == count && voters.stream().allMatch(Member::isStarted)));
        assertThat(met.value()).hasSize(count);
    }

    @Test
    void threeStockMembers_withOneToken_formACluster() throws IOException, InterruptedException {
        String token = discovery.newToken(3);
        Etcd one = start("one", token);
        start("two", token);
        start("three", token);

        awaitMembers(one, 3);
    }

    /** Each version that speaks this protocol: 3.4 to 3.6. */
    @Test
    @Tag("long")
    void threeStockMembers_ofEachVersion_formACluster() throws IOException, InterruptedException {
        int formed = 0;
        for (String program : Etcd.versions().orElseGet(() -> List.of(Etcd.program()))) {
            if (speaksV2(program)) {
                String token = discovery.newToken(3);
                List<Etcd> members = new ArrayList<>();
                for (String name : List.of("one", "two", "three")) {
                    Etcd.Place place = Etcd.Place.of(name + formed);
                    members.add(Etcd.start(
                            program, folder, place, List.of("--discovery=" + token, "--discovery-fallback=exit")));
                }
                running.addAll(members);
                awaitMembers(members.getFirst(), 3);
                formed++;
            }
        }
        assertThat(formed).isPositive();
    }

    /** 3.7 and later know it no more. */
    private boolean speaksV2(String program) throws IOException, InterruptedException {
        Path said = folder.resolve("version");
        Process process = new ProcessBuilder(program, "--version")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Pattern.compile("etcd Version: 3\\.[456]\\.")
                .matcher(Files.readString(said))
                .find();
    }

    /** The other layout of the address, that of etcd's own keys service. */
    @Test
    void stockMember_underTheKeysPath_forms() throws IOException, InterruptedException {
        String token = discovery.newToken(1);
        String path = URI.create(token).getPath();

        awaitMembers(start("one", discovery.url() + "/v2/keys/_etcd/registry" + path), 1);
    }

    @Test
    void surplusStockMembers_afterThree_endWithoutHarm() throws IOException, InterruptedException {
        String token = discovery.newToken(3);
        Etcd one = start("one", token);
        start("two", token);
        start("three", token);
        awaitMembers(one, 3);

        Etcd four = start("four", token);

        assertThat(four.awaitExit()).isEqualTo(1);
        awaitMembers(one, 3);
    }

    /** Scenarios 6 and 10: a waiting member is killed and comes again, and the service restarts meanwhile. */
    @Test
    void waitingMemberAndService_restarted_stillForm() throws IOException, InterruptedException {
        String token = discovery.newToken(3);
        String path = URI.create(token).getPath();
        Etcd one = start("one", token);
        awaitRegistered(path);
        one.kill();
        int said = Files.readString(one.log()).length();
        discovery.stop();
        discovery.restart();

        Etcd again = start(one.place(), token);
        // As many registrations as found the cluster would end its chance to register again.
        awaitRegisteredAgain(again, said);
        start("two", token);
        start("three", token);

        awaitMembers(again, 3);
    }

    /** Its log begins with what its first life said. */
    private static void awaitRegisteredAgain(Etcd etcd, int said) throws InterruptedException {
        Patience.Met<Boolean> unused = Patience.await(Cluster.PATIENCE, () -> "its second registration", () -> {
            try {
                String now = Files.readString(etcd.log()).substring(said);
                return Optional.of(now.contains("found self from discovery server"))
                        .filter(Boolean::booleanValue);
            } catch (IOException notYet) {
                return Optional.empty();
            }
        });
    }

    private void awaitRegistered(String path) throws InterruptedException {
        Patience.Met<String> met = Patience.await(Cluster.PATIENCE, () -> "a registration", () -> {
            try {
                return Optional.of(discovery.get(path).body()).filter(body -> body.contains("createdIndex"));
            } catch (IOException silent) {
                return Optional.empty();
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        });
        assertThat(met.value()).contains("one=");
    }

    /** G-C2: a founder whose disk is gone would vote under an identity that promised what it no longer has. */
    @Test
    void wipedFounder_afterFormation_isNotLetInAgain() throws IOException, InterruptedException {
        String token = discovery.newToken(3);
        Etcd one = start("one", token);
        start("two", token);
        start("three", token);
        awaitMembers(one, 3);
        one.kill();
        Files.move(folder.resolve("one"), folder.resolve("gone"));

        Etcd again = start(one.place(), token);

        assertThat(again.awaitExit()).isEqualTo(1);
        assertThat(Files.readString(again.log())).contains("duplicate id");
    }

    @Test
    void registration_ofAFormedCluster_isNeitherRemovedNorRepeated() throws IOException, InterruptedException {
        String path = URI.create(discovery.newToken(1)).getPath();
        HttpResponse<String> first = discovery.put(path + "/ab12?prevExist=false", "value=a%3Dhttp%3A%2F%2Fh%3A1");
        HttpResponse<String> again = discovery.put(path + "/ab12?prevExist=false", "value=a%3Dhttp%3A%2F%2Fh%3A1");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(412);
        assertThat(again.body()).contains("\"errorCode\":105");
    }

    @Test
    void registration_repeatedWhileOthersAreMissing_isTheSame() throws IOException, InterruptedException {
        String path = URI.create(discovery.newToken(3)).getPath();
        HttpResponse<String> first = discovery.put(path + "/ab12?prevExist=false", "value=a%3Dhttp%3A%2F%2Fh%3A1");
        HttpResponse<String> again = discovery.put(path + "/ab12?prevExist=false", "value=a%3Dhttp%3A%2F%2Fh%3A1");
        HttpResponse<String> other = discovery.put(path + "/ab12?prevExist=false", "value=b%3Dhttp%3A%2F%2Fh%3A2");

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(other.statusCode()).isEqualTo(412);
    }

    /** What happened before a client began to wait is told at once; what happens later when it happens. */
    @Test
    void wait_forTheNextRegistration_isAnsweredWithIt() throws IOException, InterruptedException {
        String path = URI.create(discovery.newToken(3)).getPath();
        discovery.put(path + "/a1?prevExist=false", "value=a%3Dhttp%3A%2F%2Fh%3A1");
        HttpResponse<String> listed = discovery.get(path);
        long index = Long.parseLong(listed.headers().firstValue("X-Etcd-Index").orElseThrow());
        discovery.put(path + "/b2?prevExist=false", "value=b%3Dhttp%3A%2F%2Fh%3A2");

        HttpResponse<String> told = discovery.get(path + "?recursive=true&wait=true&waitIndex=" + (index + 1));

        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.body()).contains("\"action\":\"create\"").contains("b=http://h:2");
    }

    @Test
    void unknownToken_ofAnyForm_isNotFound() throws IOException, InterruptedException {
        assertThat(discovery
                        .get("/0123456789abcdef0123456789abcdef/_config/size")
                        .body())
                .contains("\"errorCode\":100");
        assertThat(discovery.get("/new?size=10").statusCode()).isEqualTo(400);
        assertThat(discovery.get("/short").statusCode()).isEqualTo(404);
    }
}
