package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.Cause;
import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.Member;
import io.bellwether.etcd.core.StartPlan;
import io.bellwether.etcd.discovery.Discovery;
import io.bellwether.etcd.discovery.DiscoveryClient;
import io.bellwether.etcd.discovery.Registrations;
import io.bellwether.etcd.discovery.StockRegistrations;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.member.StartOptions;
import io.bellwether.etcd.member.Starting;
import io.bellwether.execution.RealMachine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The end-to-end tests of the original elastic-etcd, with stock etcd processes that nobody supervises: what
 * {@code bellwether etcd plan --apply} says is how they are started.
 */
@RealEtcd
final class OriginalTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private DiscoveryScene discovery;

    @SuppressWarnings("NullAway.Init") // set before each test
    private String token;

    private final RealMachine machine = RealMachine.open("plan");
    private final List<Etcd> running = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final EtcdClient client = new EtcdClient(http, Duration.ofSeconds(1));

    @BeforeEach
    void open() throws IOException, InterruptedException {
        discovery = new DiscoveryScene(folder.resolve("discovery"));
        token = discovery.newToken(3);
    }

    @AfterEach
    void close() throws InterruptedException {
        for (Etcd each : running) {
            each.close();
        }
        discovery.close();
        machine.close();
    }

    private Starting starting(Etcd.Place place, JoinStrategy strategy, Optional<Integer> size) {
        StartOptions options = new StartOptions(
                place.name(),
                folder.resolve(place.name()),
                URI.create(token),
                List.of(place.peerUrl()),
                strategy,
                size,
                Duration.ofSeconds(7),
                Optional.empty());
        Registrations stock = new StockRegistrations(http, options.discovery(), Duration.ofSeconds(2));
        Discovery board = DiscoveryClient.of(http, options.discovery(), Duration.ofSeconds(2), Optional.empty());
        return new Starting(options, machine.machine(), stock, board, http);
    }

    /** Plans, takes the steps, and starts etcd as the plan says. */
    private Etcd start(Etcd.Place place, JoinStrategy strategy, Optional<Integer> size)
            throws IOException, InterruptedException {
        Starting starting = starting(place, strategy, size);
        StartPlan plan = starting.plan();
        while (plan instanceof StartPlan.Change change) {
            plan = starting.apply(change.step());
        }
        List<String> flags = switch (plan) {
            case StartPlan.Discover discover -> List.of("--discovery=" + token, "--discovery-fallback=exit");
            case StartPlan.StartExisting existing ->
                List.of(
                        "--initial-cluster-state=existing",
                        "--initial-cluster="
                                + existing.members().stream()
                                        .flatMap(member ->
                                                member.peerUrls().stream().map(url -> member.name() + "=" + url))
                                        .collect(Collectors.joining(",")));
            case StartPlan.Change change -> throw new AssertionError(change.text());
            case StartPlan.Refuse refuse -> throw new AssertionError(refuse.text());
        };
        Etcd etcd = Etcd.start(folder, place, flags);
        running.add(etcd);
        return etcd;
    }

    private List<Etcd> three(JoinStrategy strategy) throws IOException, InterruptedException {
        List<Etcd> three = new ArrayList<>();
        for (String name : List.of("one", "two", "three")) {
            three.add(start(Etcd.Place.of(name), strategy, Optional.empty()));
        }
        awaitVoters(three.getFirst(), 3);
        return three;
    }

    private void awaitVoters(Etcd through, int count) throws InterruptedException {
        URI server = URI.create(through.clientUrl());
        Patience.Met<List<Member>> met = Patience.await(
                PATIENCE,
                () -> count + " voters at " + server + "; " + client.confirmedMembers(server, "/x"),
                () -> client.confirmedMembers(server, "/x")
                        .given()
                        .map(found -> found.list().members())
                        .filter(members -> members.size() == count
                                && members.stream().allMatch(each -> each.isStarted() && each.isVoter())));
        assertThat(met.value()).hasSize(count);
    }

    /** The original's smoke test: what is written through one is read through all. */
    private void smoke(List<Etcd> all) throws InterruptedException {
        String value = Long.toString(System.nanoTime());
        for (Etcd writer : all) {
            Patience.Met<Boolean> put = Patience.await(
                    PATIENCE,
                    () -> "a write",
                    () -> client.put(URI.create(writer.clientUrl()), "/foo", value)
                            .given());
            assertThat(put.value()).isTrue();
        }
        for (Etcd reader : all) {
            assertThat(client.get(URI.create(reader.clientUrl()), "/foo").given())
                    .hasValueSatisfying(
                            found -> assertThat(found.orElseThrow().value()).isEqualTo(value));
        }
    }

    @ParameterizedTest
    @EnumSource(JoinStrategy.class)
    void newCluster_ofThree_passesTheSmokeTest(JoinStrategy strategy) throws IOException, InterruptedException {
        smoke(three(strategy));
    }

    @ParameterizedTest
    @EnumSource(JoinStrategy.class)
    void restart_withData_rejoins(JoinStrategy strategy) throws IOException, InterruptedException {
        List<Etcd> all = three(strategy);
        Etcd third = all.removeLast();
        third.kill();

        all.add(start(third.place(), strategy, Optional.empty()));

        awaitVoters(all.getFirst(), 3);
        smoke(all);
    }

    @ParameterizedTest
    @EnumSource(
            value = JoinStrategy.class,
            names = {"REPLACE", "PRUNE"})
    void restart_withACleanDisk_joinsAgain(JoinStrategy strategy) throws IOException, InterruptedException {
        List<Etcd> all = three(strategy);
        Etcd third = all.removeLast();
        third.kill();
        Files.move(folder.resolve("three"), folder.resolve("gone"));

        Etcd again = start(third.place(), strategy, Optional.empty());
        boolean promoted = starting(third.place(), strategy, Optional.empty()).promote(PATIENCE);

        assertThat(promoted).isTrue();
        all.add(again);
        awaitVoters(all.getFirst(), 3);
        smoke(all);
    }

    @ParameterizedTest
    @EnumSource(
            value = JoinStrategy.class,
            names = {"REPLACE", "PRUNE", "ADD"})
    void fourth_withALargerSize_joins(JoinStrategy strategy) throws IOException, InterruptedException {
        List<Etcd> all = three(strategy);
        Etcd.Place place = Etcd.Place.of("four");

        // etcd wants all voters connected for five seconds before it adds one.
        Patience.pause(5_500);
        all.add(start(place, strategy, Optional.of(5)));
        boolean promoted = starting(place, strategy, Optional.of(5)).promote(PATIENCE);

        assertThat(promoted).isTrue();
        awaitVoters(all.getFirst(), 4);
        smoke(all);
    }

    @Test
    void fourth_whereThreeAreWanted_isRefused() throws IOException, InterruptedException {
        three(JoinStrategy.REPLACE);

        StartPlan plan = starting(Etcd.Place.of("four"), JoinStrategy.REPLACE, Optional.empty())
                .plan();

        assertThat(plan)
                .isInstanceOfSatisfying(
                        StartPlan.Refuse.class,
                        refuse -> assertThat(refuse.cause()).isEqualTo(Cause.FULL));
    }

    @Test
    void fourth_withADeadVoter_takesItsPlace() throws IOException, InterruptedException {
        List<Etcd> all = three(JoinStrategy.REPLACE);
        all.removeLast().kill();
        Etcd.Place place = Etcd.Place.of("four");

        all.add(start(place, JoinStrategy.REPLACE, Optional.empty()));
        boolean promoted =
                starting(place, JoinStrategy.REPLACE, Optional.empty()).promote(PATIENCE);

        assertThat(promoted).isTrue();
        awaitVoters(all.getFirst(), 3);
        smoke(all);
    }

    @Test
    void newcomer_whereAllAreDown_isRefused() throws IOException, InterruptedException {
        for (Etcd each : three(JoinStrategy.REPLACE)) {
            each.kill();
        }

        StartPlan plan = starting(Etcd.Place.of("four"), JoinStrategy.REPLACE, Optional.empty())
                .plan();

        assertThat(plan)
                .isInstanceOfSatisfying(
                        StartPlan.Refuse.class,
                        refuse -> assertThat(refuse.cause()).isEqualTo(Cause.CLUSTER_EXISTS));
    }
}
