package io.bellwether.tests.etcd;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.Member;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.etcd.gateway.Stored;
import io.bellwether.etcd.member.Settings;
import io.bellwether.etcd.security.Security;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Machines, a discovery service, and what the cluster on them says; as an extension of JUnit, which makes one for each
 * test, it ends with the test, and what it wrote is deleted.
 */
final class Cluster implements AutoCloseable, AfterEachCallback {

    /** A busy machine interrupts what has to hold for seconds, again and again: it then begins anew. */
    static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Path folder;
    private final DiscoveryScene discovery;
    private final List<Site> sites = new ArrayList<>();
    private final HttpClient http;
    private final EtcdClient client;
    private final Optional<Security> security;

    Cluster() {
        this(TestFolder.create());
    }

    private Cluster(Path folder) {
        this(folder, DiscoveryScene.open(folder), Optional.empty(), builder().build());
    }

    /** One whose machines prove themselves, and a client that they let in. */
    Cluster(Path folder, DiscoveryScene discovery, Security security, SSLContext client) {
        this(
                folder,
                discovery,
                Optional.of(security),
                builder().sslContext(client).build());
    }

    private Cluster(Path folder, DiscoveryScene discovery, Optional<Security> security, HttpClient http) {
        this.folder = folder;
        this.discovery = discovery;
        this.security = security;
        this.http = http;
        this.client = new EtcdClient(http, Duration.ofMillis(700));
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    }

    /** A client that waits for so long. */
    EtcdClient client(Duration timeout) {
        return new EtcdClient(http, timeout);
    }

    /** Where everything on this machine is; for more of a test's own. */
    Path folder() {
        return folder;
    }

    DiscoveryScene discovery() {
        return discovery;
    }

    EtcdClient client() {
        return client;
    }

    /** A machine that is off. */
    Site site(String name) {
        Site site = new Site(name, folder, security);
        sites.add(site);
        return site;
    }

    /** The same machine at another address. */
    Site moved(Site before, String name) {
        Site site = new Site(name, folder);
        sites.remove(before);
        sites.add(site);
        return site;
    }

    /** So many machines at work. */
    List<Site> founded(String token, int count) throws InterruptedException {
        List<Site> founders = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            founders.add(site(Character.toString('a' + number)));
        }
        founders.forEach(site -> site.start(token));
        awaitVoters(founders, count, PATIENCE);
        return List.copyOf(founders);
    }

    /** Changes the settings as {@code bellwether etcd resize} does. */
    void resize(Site through, int size) throws InterruptedException {
        Patience.Met<Boolean> unused = Patience.await(
                PATIENCE,
                () -> "the settings",
                () -> client.get(through.clientUrl(), Settings.KEY)
                        .given()
                        .flatMap(found -> found)
                        .flatMap(found -> resized(through, found, size)));
    }

    private Optional<Boolean> resized(Site through, Stored found, int size) {
        String wished =
                Settings.parse(found.value()).orElseThrow().withSize(size).toJson();
        return client.putIfUnchanged(through.clientUrl(), Settings.KEY, wished, found.modRevision())
                .given()
                .filter(Boolean::booleanValue);
    }

    /** Waits until a member is listed no more, so many voters are, and all that are listed have started. */
    void awaitReplaced(List<Site> asked, MemberId old, int count) throws InterruptedException {
        Patience.Met<MemberList> unused = Patience.await(
                PATIENCE,
                () -> "the replacement of " + old + "; " + told(asked),
                () -> list(asked)
                        .filter(list -> list.find(old).isEmpty()
                                && list.voters().size() == count
                                && list.members().stream().allMatch(Member::isStarted)));
        awaitVoters(asked, count, PATIENCE);
    }

    /** What the member of a machine says about itself, once it says something. */
    MemberStatus status(Site site) throws InterruptedException {
        return Patience.await(
                        PATIENCE,
                        () -> "an answer of " + site.name() + "; " + told(sites),
                        () -> client.status(site.clientUrl()).given())
                .value();
    }

    MemberId id(Site site) throws InterruptedException {
        return status(site).member();
    }

    /** What the members say with a quorum behind it, once there is one: no election hides it for long. */
    MemberList members(List<Site> asked) throws InterruptedException {
        return Patience.await(PATIENCE, () -> "a quorum; " + told(asked), () -> list(asked))
                .value();
    }

    /** The voters, by their identities. */
    Set<MemberId> voters(List<Site> asked) throws InterruptedException {
        return Set.copyOf(members(asked).voters().stream().map(Member::id).toList());
    }

    /** Writes a key through a member, once it can. */
    void put(Site through, String key, String value) throws InterruptedException {
        Patience.Met<Boolean> unused = Patience.await(
                PATIENCE,
                () -> "a write; " + told(sites),
                () -> client.put(through.clientUrl(), key, value).given());
    }

    /** Reads a key linearizably through a member, once it answers. */
    Optional<Stored> get(Site through, String key) throws InterruptedException {
        return Patience.await(
                        PATIENCE,
                        () -> "a read; " + told(sites),
                        () -> client.get(through.clientUrl(), key).given())
                .value();
    }

    /** Three machines at work. */
    List<Site> three(String token) throws InterruptedException {
        return founded(token, 3);
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
                        () -> count + " voters; " + told(asked),
                        () -> list(asked)
                                .filter(list -> list.voters().size() == count
                                        && list.voters().stream().allMatch(this::answers)))
                .after();
    }

    /** What there is, for the message of a test that fails. */
    private String told(List<Site> asked) {
        StringBuilder text = new StringBuilder("there are " + list(asked));
        sites.forEach(site -> text.append(site.told(client)));
        return text.toString();
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
        return Patience.await(PATIENCE, () -> "a leader", this::anyLeader).value();
    }

    /** Who says now that it leads. */
    Optional<Site> anyLeader() {
        return sites.stream()
                .filter(site -> client.status(site.clientUrl())
                        .given()
                        .filter(MemberStatus::isLeader)
                        .isPresent())
                .findFirst();
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

    /** I3: the identities of the clusters that members say they are of, as far as they answer at once. */
    Set<ClusterId> clusters() {
        Set<ClusterId> clusters = new HashSet<>();
        for (Site each : sites) {
            client.status(each.clientUrl()).given().map(MemberStatus::cluster).ifPresent(clusters::add);
        }
        return clusters;
    }

    /** The same, once every member answers that runs. */
    Set<ClusterId> allClusters() throws InterruptedException {
        Set<ClusterId> clusters = new HashSet<>();
        for (Site each : sites) {
            if (each.etcd().isPresent()) {
                clusters.add(status(each).cluster());
            }
        }
        return clusters;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
        TestFolder.delete(folder);
    }

    @Override
    public void close() {
        sites.forEach(Site::close);
        discovery.close();
    }
}
