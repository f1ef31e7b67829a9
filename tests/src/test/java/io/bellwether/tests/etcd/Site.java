package io.bellwether.tests.etcd;

import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.Policy.Standby;
import io.bellwether.etcd.discovery.Discovery;
import io.bellwether.etcd.discovery.DiscoveryClient;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.member.Care;
import io.bellwether.etcd.member.EtcdMember;
import io.bellwether.etcd.member.MemberOptions;
import io.bellwether.etcd.member.MemberView;
import io.bellwether.etcd.member.Restoration;
import io.bellwether.etcd.member.Restoration.Restored;
import io.bellwether.etcd.member.RestoreOptions;
import io.bellwether.etcd.member.RestoreOptions.Source;
import io.bellwether.etcd.security.Security;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Machine;
import io.bellwether.execution.RealMachine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A machine: its ports, its disk, and, while it is on, a supervisor in this JVM with a real etcd under it. */
final class Site implements AutoCloseable {

    private static final Duration ELECTION = Duration.ofMillis(500);
    private static final Duration HEARTBEAT = Duration.ofMillis(50);

    private final String name;
    private final Path folder;
    private final String peerUrl;
    private final String clientUrl;
    private final Optional<Security> security;
    private Meeting meeting;
    private final CompletableFuture<RuntimeException> failure = new CompletableFuture<>();
    private Care care = Care.DEFAULT;
    private UnaryOperator<Clock> clock = UnaryOperator.identity();
    private String program = Etcd.program();
    private int priority;
    private @Nullable RealMachine machine;
    private @Nullable EtcdMember member;
    private @Nullable DecisionLog decisions;

    Site(String name, Path folder) {
        this(name, folder, Optional.empty());
    }

    /** One that proves itself, where there is something to prove itself with. */
    Site(String name, Path folder, Optional<Security> security) {
        this.name = name;
        this.folder = folder;
        this.peerUrl = freeUrl(security);
        this.clientUrl = freeUrl(security);
        this.security = security;
        this.meeting = (address, http, machine) -> DiscoveryClient.of(http, address, ELECTION, security);
    }

    /** Where its node meets others. */
    interface Meeting {
        Discovery at(URI address, HttpClient http, Machine machine);
    }

    /** Lets it meet others elsewhere than at a discovery service, from its next start on. */
    void meet(Meeting elsewhere) {
        meeting = elsewhere;
    }

    private static String freeUrl(Optional<Security> security) {
        return security.isPresent() ? Etcd.freeUrl().replace("http:", "https:") : Etcd.freeUrl();
    }

    String name() {
        return name;
    }

    URI clientUrl() {
        return URI.create(clientUrl);
    }

    String peerUrl() {
        return peerUrl;
    }

    Path dataDir() {
        return folder.resolve(name);
    }

    Path stateDir() {
        return folder.resolve(name + ".state");
    }

    /** Why its supervision ended by itself, once it has. */
    RuntimeException awaitFailure() throws InterruptedException {
        return Patience.await(
                        Cluster.PATIENCE,
                        () -> "the end of the supervision of " + name,
                        () -> Optional.ofNullable(failure.getNow(null)))
                .value();
    }

    /** From the next start on. */
    void lookAfter(Care how) {
        care = how;
    }

    /** From the next start on. */
    void install(String etcd) {
        program = etcd;
    }

    /** From the next start on: greater ones become members first, and leave last. */
    void prefer(int how) {
        priority = how;
    }

    /** Whether its supervisor, since it was switched on, has lately logged a line with all of this. */
    boolean hasLogged(String... texts) {
        return decisions != null
                && decisions.lines().stream().anyMatch(line -> Stream.of(texts).allMatch(line::contains));
    }

    /** From the next start on: another clock than the machine's, made of it. */
    void tellTimeBy(UnaryOperator<Clock> other) {
        clock = other;
    }

    /** What {@code bellwether etcd restore} does here. */
    Restored restore(String discovery, Source from, Optional<String> confirmed) throws InterruptedException {
        try (RealMachine opened = RealMachine.open("restore-" + name)) {
            RestoreOptions options = new RestoreOptions(
                    name,
                    dataDir(),
                    List.of(peerUrl),
                    List.of(clientUrl),
                    program,
                    Etcd.tools(),
                    ELECTION,
                    from,
                    confirmed,
                    0,
                    security);
            HttpClient http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(ELECTION)
                    .build();
            Discovery place = meeting.at(URI.create(discovery), http, opened.machine());
            return new Restoration(options, opened.machine(), place, http, System.out::println).run();
        }
    }

    /** Switches it on. */
    void start(String discovery) {
        start(discovery, Optional.empty(), JoinStrategy.REPLACE, Standby.LEARNER);
    }

    /** Switches it on with wishes. */
    void start(String discovery, Optional<Integer> size, JoinStrategy strategy, Standby standby) {
        String threads = "site-" + name + "-" + clientUrl().getPort();
        RealMachine opened = RealMachine.open(threads);
        decisions = DecisionLog.of(threads);
        Machine real = opened.machine();
        Machine used = new Machine(clock.apply(real.clock()), real.scheduler(), real.executor(), real.random());
        MemberOptions options = new MemberOptions(
                name,
                dataDir(),
                URI.create(discovery),
                new MemberOptions.Addresses(List.of(peerUrl), List.of(peerUrl), List.of(clientUrl), List.of(clientUrl)),
                new MemberOptions.Wishes(size, strategy, standby),
                "",
                priority,
                new MemberOptions.Etcd(program, HEARTBEAT, ELECTION, List.of(), care),
                security);
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(ELECTION)
                .executor(opened.machine().executor())
                .build();
        Discovery place = meeting.at(URI.create(discovery), http, used);
        EtcdMember started = new EtcdMember(options, used, place, http, line -> {}, failure::complete);
        machine = opened;
        member = started;
        started.start();
    }

    /** How it is, for the message of a test that fails. */
    String told(EtcdClient client) {
        String supervisor = member == null
                ? "switched off"
                : failure.isDone() ? "its supervision ended: " + failure.join() : "supervised";
        String process =
                etcd().map(running -> "etcd is process " + running.pid()).orElse("no etcd runs");
        List<String> said = decisions == null ? List.of() : decisions.lines();
        return Told.of(
                name + " at " + peerUrl + ", " + supervisor + ", " + process, client, clientUrl(), said, stateDir());
    }

    /** Its etcd, whether one runs or not. */
    EtcdOfSite process() {
        return new EtcdOfSite(dataDir());
    }

    /** The process of its etcd, while one runs. */
    Optional<ProcessHandle> etcd() {
        return process().find();
    }

    /** Switches it off, in order. */
    void stop() {
        EtcdMember running = member;
        RealMachine on = machine;
        if (running != null && on != null) {
            running.close();
            on.close();
        }
        if (decisions != null) {
            decisions.close();
        }
        member = null;
        machine = null;
    }

    /** Power loss: its etcd is killed, and its supervisor does not start it again, or not for long. */
    void crash() throws InterruptedException {
        process().kill();
        stop();
        process().kill();
    }

    /**
     * Waits until its supervisor has looked for a while at a cluster that is at work: it has read then what the cluster
     * keeps, also where one look or two were in vain.
     */
    void awaitRounds() throws InterruptedException {
        EtcdMember running = Objects.requireNonNull(member, "it is off");
        long before = Patience.await(
                        Cluster.PATIENCE,
                        () -> name + " sees a quorum",
                        () -> Optional.of(running.view()).filter(MemberView::hasQuorum))
                .value()
                .rounds();
        Patience.Met<MemberView> unused = Patience.await(
                Cluster.PATIENCE,
                () -> "more rounds of " + name,
                () -> Optional.of(running.view()).filter(view -> view.hasQuorum() && view.rounds() >= before + 5));
    }

    /** Waits until its supervisor has written down that it has seen the cluster at work. */
    void awaitKnowsTheCluster() throws InterruptedException {
        awaitRecord("\"formedSeen\" : true");
    }

    /** Waits until its supervisor has written down this. */
    void awaitRecord(String text) throws InterruptedException {
        Path record = stateDir().resolve("node.json");
        Patience.Met<Boolean> unused = Patience.await(Cluster.PATIENCE, () -> name + " writes down " + text, () -> {
            try {
                return Optional.of(Files.readString(record).contains(text)).filter(Boolean::booleanValue);
            } catch (IOException notYet) {
                return Optional.empty();
            }
        });
    }

    /** Its disk is new; the supervisor's own folder is on another one. */
    void wipe() throws IOException {
        Files.move(dataDir(), folder.resolve(name + "-wiped-" + System.nanoTime()));
    }

    /** Its disk is new, and so is what the supervisor knew. */
    void wipeAll() throws IOException {
        wipe();
        Files.move(stateDir(), folder.resolve(name + "-state-wiped-" + System.nanoTime()));
    }

    @Override
    public void close() {
        stop();
    }
}
