package io.bellwether.tests.etcd;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.Member;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MemberStatus;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Machines, a discovery service, and what the cluster on them says. */
final class Cluster implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path folder;
    private final DiscoveryScene discovery;
    private final List<Site> sites = new ArrayList<>();
    private final EtcdClient client = new EtcdClient(
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), Duration.ofMillis(700));

    Cluster(Path folder) throws IOException {
        this.folder = folder;
        this.discovery = new DiscoveryScene(folder.resolve("discovery"));
    }

    DiscoveryScene discovery() {
        return discovery;
    }

    EtcdClient client() {
        return client;
    }

    /** A machine that is off. */
    Site site(String name) {
        Site site = new Site(name, folder);
        sites.add(site);
        return site;
    }

    /** The same machine at another address. */
    Site moved(Site before, String name) {
        Site site = new Site(name, folder, Etcd.freeUrl());
        sites.remove(before);
        sites.add(site);
        return site;
    }

    /** Three machines at work. */
    List<Site> three(String token) throws InterruptedException {
        List<Site> three = List.of(site("a"), site("b"), site("c"));
        three.forEach(site -> site.start(token));
        awaitVoters(three, 3, PATIENCE);
        return three;
    }

    /** What the members say, with a quorum behind it. */
    Optional<MemberList> list(List<Site> asked) {
        return asked.stream()
                .flatMap(site -> client.confirmedMembers(site.clientUrl(), "/x").given().stream())
                .map(EtcdClient.Confirmed::list)
                .findFirst();
    }

    /** Waits until so many voters, all of them connected and no others, are listed. */
    Duration awaitVoters(List<Site> asked, int count, Duration limit) throws InterruptedException {
        return Patience.await(
                        limit,
                        () -> count + " voters; there are " + list(asked),
                        () -> list(asked)
                                .filter(list -> list.voters().size() == count
                                        && list.voters().stream().allMatch(this::answers)))
                .after();
    }

    private boolean answers(Member member) {
        return member.isStarted()
                && member.clientUrls().stream()
                        .anyMatch(url -> client.status(java.net.URI.create(url))
                                .given()
                                .filter(status -> status.member().equals(member.id())
                                        && status.leader().isPresent()
                                        && !status.learner())
                                .isPresent());
    }

    Site leader() throws InterruptedException {
        return Patience.await(
                        PATIENCE,
                        () -> "a leader",
                        () -> sites.stream()
                                .filter(site -> client.status(site.clientUrl())
                                        .given()
                                        .filter(MemberStatus::isLeader)
                                        .isPresent())
                                .findFirst())
                .value();
    }

    Site follower() throws InterruptedException {
        Site leader = leader();
        return Patience.await(
                        PATIENCE,
                        () -> "a follower",
                        () -> sites.stream()
                                .filter(site -> site != leader)
                                .filter(site -> client.status(site.clientUrl())
                                        .given()
                                        .filter(status -> !status.learner())
                                        .isPresent())
                                .findFirst())
                .value();
    }

    List<Site> others(Site than) {
        return sites.stream().filter(site -> site != than).toList();
    }

    List<Site> sites() {
        return List.copyOf(sites);
    }

    /** I3: the identities of the clusters that members say they are of. */
    Set<ClusterId> clusters() {
        Set<ClusterId> clusters = new HashSet<>();
        for (Site each : sites) {
            client.status(each.clientUrl()).given().map(MemberStatus::cluster).ifPresent(clusters::add);
        }
        return clusters;
    }

    @Override
    public void close() {
        sites.forEach(Site::close);
        discovery.close();
    }
}
