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
import io.bellwether.etcd.gateway.Stored;
import io.bellwether.etcd.member.MemberException;
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

    /** Plans and takes the steps, as often as the service manager would start the unit again after a refusal. */
    private StartPlan prepare(Starting starting) throws InterruptedException {
        List<String> refusals = new ArrayList<>();
        return Patience.await(Cluster.PATIENCE, () -> "a start; there were " + refusals, () -> {
                    StartPlan plan = applied(starting);
                    if (plan instanceof StartPlan.Refuse refuse) {
                        refusals.add(refuse.text());
                    }
                    return Optional.of(plan).filter(each -> !(each instanceof StartPlan.Refuse));
                })
                .value();
    }

    /** What is to be done once no step is left; a refusal where a step was not done. */
    private static StartPlan applied(Starting starting) {
        try {
            StartPlan plan = starting.plan();
            while (plan instanceof StartPlan.Change change) {
                plan = starting.apply(change.step());
            }
            return plan;
        } catch (MemberException notDone) {
            return new StartPlan.Refuse(Cause.STEP_NOT_CONFIRMED, String.valueOf(notDone.getMessage()));
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return new StartPlan.Refuse(Cause.STEP_NOT_CONFIRMED, "interrupted");
        }
    }

    /** Starts etcd as the plan says. */
    private Etcd start(Etcd.Place place, JoinStrategy strategy, Optional<Integer> size)
            throws IOException, InterruptedException {
        StartPlan plan = prepare(starting(place, strategy, size));
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
                Cluster.PATIENCE,
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
                    Cluster.PATIENCE,
                    () -> "a write",
                    () -> client.put(URI.create(writer.clientUrl()), "/foo", value)
                            .given());
            assertThat(put.value()).isTrue();
        }
        for (Etcd reader : all) {
            Patience.Met<Optional<Stored>> read = Patience.await(
                    Cluster.PATIENCE,
                    () -> "a read",
                    () -> client.get(URI.create(reader.clientUrl()), "/foo").given());
            assertThat(read.value())
                    .hasValueSatisfying(found -> assertThat(found.value()).isEqualTo(value));
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
        boolean promoted = starting(third.place(), strategy, Optional.empty()).promote(Cluster.PATIENCE);

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

        all.add(start(place, strategy, Optional.of(5)));
        boolean promoted = starting(place, strategy, Optional.of(5)).promote(Cluster.PATIENCE);

        assertThat(promoted).isTrue();
        awaitVoters(all.getFirst(), 4);
        smoke(all);
    }

    @Test
    void fourth_whereThreeAreWanted_isRefused() throws IOException, InterruptedException {
        three(JoinStrategy.REPLACE);

        awaitRefusal(Cause.FULL);
    }

    /** Each time the fourth is refused; for this reason once those that are asked have all answered in time. */
    private void awaitRefusal(Cause cause) throws InterruptedException {
        Starting fourth = starting(Etcd.Place.of("four"), JoinStrategy.REPLACE, Optional.empty());
        List<StartPlan> plans = new ArrayList<>();
        Patience.Met<Cause> unused = Patience.await(
                Cluster.PATIENCE, () -> "a refusal because of " + cause + "; there were " + plans, () -> {
                    plans.add(applied(fourth));
                    assertThat(plans).allSatisfy(plan -> assertThat(plan).isInstanceOf(StartPlan.Refuse.class));
                    return plans.getLast() instanceof StartPlan.Refuse refuse
                            ? Optional.of(refuse.cause()).filter(cause::equals)
                            : Optional.empty();
                });
    }

    @Test
    void fourth_withADeadVoter_takesItsPlace() throws IOException, InterruptedException {
        List<Etcd> all = three(JoinStrategy.REPLACE);
        all.removeLast().kill();
        Etcd.Place place = Etcd.Place.of("four");

        all.add(start(place, JoinStrategy.REPLACE, Optional.empty()));
        boolean promoted =
                starting(place, JoinStrategy.REPLACE, Optional.empty()).promote(Cluster.PATIENCE);

        assertThat(promoted).isTrue();
        awaitVoters(all.getFirst(), 3);
        smoke(all);
    }

    @Test
    void newcomer_whereAllAreDown_isRefused() throws IOException, InterruptedException {
        for (Etcd each : three(JoinStrategy.REPLACE)) {
            each.kill();
        }

        awaitRefusal(Cause.CLUSTER_EXISTS);
    }
}
