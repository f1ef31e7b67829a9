package io.bellwether.tests.etcd;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MemberStatus;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Supervised members as processes on hosts of their own, and a discovery service on another one. The test itself
 * reaches all of them, whatever is cut between them. Threads: one caller.
 */
final class HostedCluster implements AutoCloseable {

    static final Duration RECOVERY = Cluster.PATIENCE;

    private final Path folder;
    private final Network network;
    private final ProgramProcess discovery;
    private final String token;
    private final List<HostedMember> members = new ArrayList<>();
    private final Set<ClusterId> clusters = new HashSet<>();
    private final EtcdClient client = new EtcdClient(
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(1))
                    .build(),
            Duration.ofSeconds(2));

    private HostedCluster(Path folder, Network network, ProgramProcess discovery, String token) {
        this.folder = folder;
        this.network = network;
        this.discovery = discovery;
        this.token = token;
    }

    /** Founds a cluster of so many, and waits until it is whole. */
    static HostedCluster found(Path folder, int size) throws IOException, InterruptedException {
        return found(folder, size, 0);
    }

    /** The same, with so many hosts more on which nothing runs yet. */
    static HostedCluster found(Path folder, int size, int more) throws IOException, InterruptedException {
        Network network = Network.open(size + more + 1);
        Optional<ProgramProcess> discovery = Optional.empty();
        Optional<HostedCluster> founded = Optional.empty();
        try {
            Network.Host host = network.hosts().getLast();
            discovery = Optional.of(discovery(folder, host));
            String url = discovery.get().awaitLine("discovery is ready: ").replaceAll(".*ready: ", "");
            HostedCluster cluster = new HostedCluster(folder, network, discovery.get(), newToken(url, size));
            founded = Optional.of(cluster);
            cluster.begin(size);
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException | AssertionError failed) {
            if (founded.isPresent()) {
                founded.get().close();
            } else {
                if (discovery.isPresent()) {
                    discovery.get().close();
                }
                network.close();
            }
            throw failed;
        }
    }

    private static ProgramProcess discovery(Path folder, Network.Host host) throws IOException {
        return ProgramProcess.start(
                host.prefix(),
                Map.of(),
                "discovery",
                "--listen",
                host.address() + ":2379",
                "--data-dir",
                folder.resolve("discovery").toString());
    }

    private static String newToken(String discovery, int size) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(discovery + "/new?size=" + size))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void begin(int size) throws IOException, InterruptedException {
        for (int number = 0; number < size; number++) {
            addMember().start();
        }
        awaitWhole(() -> "the beginning");
    }

    /** One more, on the next host, that is not started. */
    HostedMember addMember() {
        HostedMember member =
                new HostedMember("m" + members.size(), network.hosts().get(members.size()), folder, token);
        members.add(member);
        return member;
    }

    Network network() {
        return network;
    }

    EtcdClient client() {
        return client;
    }

    List<HostedMember> members() {
        return List.copyOf(members);
    }

    List<HostedMember> others(HostedMember than) {
        return members.stream().filter(member -> member != than).toList();
    }

    /** I3: the clusters that members have said they are of. */
    Set<ClusterId> clusters() {
        return Set.copyOf(clusters);
    }

    /** What a member says about itself. */
    Optional<MemberStatus> status(HostedMember member) {
        Optional<MemberStatus> status = client.status(member.clientUrl()).given();
        status.map(MemberStatus::cluster).ifPresent(clusters::add);
        return status;
    }

    boolean isLeader(HostedMember member) {
        return status(member).filter(MemberStatus::isLeader).isPresent();
    }

    /** Which of these leads. */
    HostedMember leader(List<HostedMember> among) throws InterruptedException {
        return Patience.await(
                        RECOVERY,
                        () -> "a leader" + told(),
                        () -> among.stream().filter(this::isLeader).findFirst())
                .value();
    }

    MemberId id(HostedMember member) {
        return status(member).orElseThrow().member();
    }

    /** What the members say, with a quorum behind it. */
    Optional<MemberList> list() {
        return members.stream()
                .flatMap(member -> client.confirmedMembers(member.clientUrl(), "/x").given().stream())
                .map(EtcdClient.Confirmed::list)
                .findFirst();
    }

    /**
     * Waits until all on the list are voters, each of them one of ours, which reads linearizably, and all follow one
     * leader.
     */
    void awaitWhole(Supplier<String> after) throws InterruptedException {
        Patience.Met<Boolean> unused = Patience.await(
                RECOVERY,
                () -> "the cluster is whole again, after " + after.get() + "; there are " + list() + told(),
                () -> Optional.of(isWhole()).filter(Boolean::booleanValue));
    }

    private boolean isWhole() {
        Optional<MemberList> list = list();
        return list.isPresent()
                && list.get().voters().size() == members.size()
                && list.get().members().size() == members.size()
                && members.stream().allMatch(member -> reads(member, list.get()))
                && members.stream()
                                .flatMap(member -> status(member).stream())
                                .flatMap(status -> status.leader().stream())
                                .distinct()
                                .count()
                        == 1;
    }

    private boolean reads(HostedMember member, MemberList list) {
        return client.get(member.clientUrl(), "/x") instanceof Answer.Given
                && status(member)
                        .filter(status -> status.leader().isPresent()
                                && list.voters().stream()
                                        .anyMatch(voter -> voter.id().equals(status.member())))
                        .isPresent();
    }

    /** What there is, for the message of a test that fails. */
    String told() {
        return members.stream().map(member -> member.told(client)).collect(Collectors.joining());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (HostedMember member : members) {
            member.close();
        }
        discovery.close();
        network.close();
    }
}
