package io.bellwether.cli.demo;

import io.bellwether.cli.command.ExitCode;
import io.bellwether.client.tls.ClientCertificate;
import io.bellwether.client.tls.PemSource;
import io.bellwether.client.tls.TlsSettings;
import io.bellwether.client.tls.Trust;
import io.bellwether.etcd.core.Member;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.execution.Clock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLContext;

/**
 * The chapter on elastic etcd: three machines found a secured cluster; one is killed and its disk wiped; the cluster
 * heals, and is grown to five; all under a writer that must not lose an acknowledged write.
 *
 * <p>Threads: one runs the steps; {@link #close} may come from another and ends all processes.
 */
final class EtcdDemo implements AutoCloseable {

    private static final int GROWN = 5;
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final DemoPace pace;
    private final DemoFiles files;
    private final Narrator narrator;
    private final Clock clock;
    private final ExecutorService executor;
    private final Patience patience;
    private final List<EtcdMachine> machines = new CopyOnWriteArrayList<>();
    private final List<DemoProcess> helpers = new CopyOnWriteArrayList<>();
    private String discovery = "";

    EtcdDemo(DemoPace pace, DemoFiles files, Narrator narrator, Clock clock, ExecutorService executor) {
        this.pace = pace;
        this.files = files;
        this.narrator = narrator;
        this.clock = clock;
        this.executor = executor;
        this.patience = new Patience(clock, Duration.ofSeconds(90));
    }

    /** Runs all steps; answers whether everything that must hold held. */
    boolean run() {
        narrator.step(0, "A discovery service, a join token, three machines");
        narrator.say("everything is in " + files.directory());
        found();
        EtcdClient client = client();
        List<URI> servers = machines.stream()
                .map(machine -> URI.create(machine.clientUrl()))
                .toList();
        try (EtcdLedger ledger = new EtcdLedger(client, servers, clock)) {
            ledger.start(executor);
            patience.until("the first write", () -> ledger.count() > 0);
            heal(client, ledger);
            grow(client, ledger);
            return judge(ledger, servers.getFirst());
        }
    }

    private void found() {
        DemoProcess service = helper(
                "discovery",
                "discovery",
                "--listen=127.0.0.1:0",
                "--data-dir=" + files.directory().resolve("discovery"));
        patience.until("the discovery service", () -> service.hasPrinted("Bellwether discovery is ready: "));
        discovery = url(files.log("discovery"));
        finish(helper("token", "etcd", "token", "--discovery=" + discovery, "--cluster-size=3", "--file=" + token()));
        narrator.say("the join token is made; the service at " + discovery + " knows its public half");
        long begun = clock.nanos();
        for (String name : List.of("a", "b", "c")) {
            start(name);
        }
        awaitReady();
        String took = Narrator.millis(begun, clock.nanos());
        narrator.say("three members, each with a certificate of their own authority, after " + took);
        narrator.measure("three machines on to three members", took);
    }

    private Path token() {
        return files.directory().resolve("join.token");
    }

    private static String url(Path log) {
        try {
            return Files.readAllLines(log).stream()
                    .filter(line -> line.contains("is ready: "))
                    .map(line -> line.substring(line.indexOf("http")).strip())
                    .findFirst()
                    .orElseThrow(() -> new DemoFailure("discovery does not say where it is"));
        } catch (IOException unreadable) {
            throw new DemoFailure("what discovery said cannot be read: " + unreadable.getMessage());
        }
    }

    private void start(String name) {
        EtcdMachine machine = new EtcdMachine(name, files);
        machines.add(machine);
        switchOn(machine);
    }

    private int electionMillis() {
        return pace.equals(DemoPace.FAST) ? 500 : 1_000;
    }

    private void awaitReady() {
        for (EtcdMachine each : machines) {
            patience.until("machine " + each.name() + " to have a member", () -> {
                if (!each.isAlive()) {
                    throw new DemoFailure(each.describe());
                }
                return each.isReady();
            });
        }
    }

    private DemoProcess helper(String name, String... arguments) {
        DemoProcess process = DemoProcess.start(name, files.log(name), List.of(arguments));
        helpers.add(process);
        return process;
    }

    private void finish(DemoProcess helper) {
        patience.until(helper.name() + " to be done", () -> !helper.isAlive());
        if (helper.exitCode() != ExitCode.DONE) {
            throw new DemoFailure(helper.name() + " failed:\n" + helper.tail());
        }
    }

    /** One that shows the first machine's certificate. */
    private EtcdClient client() {
        Path tls = machines.getFirst().tls();
        PemSource own = new PemSource.InFile(tls.resolve("node.pem"));
        try {
            SSLContext context = new TlsSettings(
                            new Trust.Authorities(new PemSource.InFile(tls.resolve("ca.pem"))),
                            "",
                            Optional.of(new ClientCertificate(own, own)))
                    .context();
            return new EtcdClient(
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .sslContext(context)
                            .build(),
                    TIMEOUT);
        } catch (IOException | GeneralSecurityException unusable) {
            throw new DemoFailure("the certificates cannot be used: " + unusable.getMessage());
        }
    }

    private void heal(EtcdClient client, EtcdLedger ledger) {
        narrator.step(1, "A machine is killed, and its disk is wiped");
        EtcdMachine victim = machines.getLast();
        MemberId old = member(client, victim);
        long begun = clock.nanos();
        victim.loseEverything();
        narrator.say("kill -9 of machine " + victim.name() + "'s supervisor and etcd; data and certificates deleted");
        switchOn(victim);
        awaitVoters(client, 3, Optional.of(old));
        String took = Narrator.millis(begun, clock.nanos());
        narrator.say("member " + old + " was removed, and the machine is another member: " + took);
        narrator.measure("killed and wiped to three voters", took);
        narrator.measure(
                "longest time without a write meanwhile", ledger.longestGap().toMillis() + " ms");
    }

    private MemberId member(EtcdClient client, EtcdMachine machine) {
        return patience.find(
                "the member on machine " + machine.name(),
                () -> client.status(URI.create(machine.clientUrl())).given().map(MemberStatus::member));
    }

    private void grow(EtcdClient client, EtcdLedger ledger) {
        narrator.step(2, "Grown from three to five");
        long begun = clock.nanos();
        Path tls = machines.getFirst().tls();
        finish(helper(
                "resize",
                "etcd",
                "resize",
                Integer.toString(GROWN),
                "--endpoints=" + machines.getFirst().clientUrl(),
                "--cacert=" + tls.resolve("ca.pem"),
                "--cert=" + tls.resolve("node.pem")));
        start("d");
        start("e");
        awaitVoters(client, GROWN, Optional.empty());
        String took = Narrator.millis(begun, clock.nanos());
        narrator.say("two more machines joined as learners and became voters: " + took);
        narrator.measure("three voters to five", took);
        narrator.measure(
                "longest time without a write meanwhile", ledger.longestGap().toMillis() + " ms");
    }

    /** So many voters, all of them answering, and one of them gone. */
    private void awaitVoters(EtcdClient client, int count, Optional<MemberId> gone) {
        patience.until(count + " voters", () -> {
            machines.stream().filter(machine -> !machine.isAlive()).forEach(this::switchOn);
            return machines.stream()
                    .flatMap(machine ->
                            client.confirmedMembers(URI.create(machine.clientUrl()), "/demo/x").given().stream())
                    .map(EtcdClient.Confirmed::list)
                    .findFirst()
                    .filter(list -> list.voters().size() == count
                            && gone.flatMap(list::find).isEmpty()
                            && answer(client, list))
                    .isPresent();
        });
    }

    /** As a service manager does with one that ended: a name may count as taken until its former node is forgotten. */
    private void switchOn(EtcdMachine machine) {
        machine.start(discovery, token(), electionMillis());
    }

    private static boolean answer(EtcdClient client, MemberList list) {
        return list.voters().stream().allMatch(voter -> answers(client, voter));
    }

    private static boolean answers(EtcdClient client, Member voter) {
        return voter.clientUrls().stream()
                .anyMatch(url -> client.status(URI.create(url))
                        .given()
                        .filter(status -> status.leader().isPresent())
                        .isPresent());
    }

    private boolean judge(EtcdLedger ledger, URI through) {
        narrator.say("reading every acknowledged write back");
        List<String> lost = ledger.lost(through);
        narrator.check("no lost acknowledged write", ledger.count() + " writes", lost);
        narrator.summarize();
        return lost.isEmpty();
    }

    @Override
    public void close() {
        machines.forEach(EtcdMachine::close);
        helpers.stream().filter(DemoProcess::isAlive).forEach(DemoProcess::close);
    }
}
