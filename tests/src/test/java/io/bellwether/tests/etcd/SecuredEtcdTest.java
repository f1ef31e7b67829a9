package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.certificates.Pem;
import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.Formation;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.discovery.Board;
import io.bellwether.etcd.discovery.DiscoveryClient;
import io.bellwether.etcd.discovery.Word;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.member.MemberException;
import io.bellwether.etcd.member.MemberException.Reason;
import io.bellwether.etcd.member.Restoration.Restored;
import io.bellwether.etcd.member.RestoreOptions.Source;
import io.bellwether.etcd.security.JoinToken;
import io.bellwether.etcd.security.NodeIdentity;
import io.bellwether.etcd.security.Security;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.SystemClock;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scenario 65: members that prove themselves to each other and to clients, with certificates of the join token: G-C7.
 */
@RealEtcd
final class SecuredEtcdTest {

    /** A supervisor is silent for so long before its node counts as dead: 15 election timeouts of 500 ms. */
    private static final long DEAD_MILLIS = 7_500;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final RandomGenerator random = Randomness.secure();
    private final JoinToken token = JoinToken.draw(random);
    private final HttpClient plain =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @SuppressWarnings("NullAway.Init") // set before each test
    private DiscoveryScene discovery;

    @SuppressWarnings("NullAway.Init") // set before each test
    private String address;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Cluster cluster;

    @SuppressWarnings("NullAway.Init") // set before each test
    private SSLContext operator;

    @BeforeEach
    void open() throws IOException, InterruptedException {
        discovery = new DiscoveryScene(folder.resolve("discovery"));
        address = discovery.newToken(3, token);
        operator = operator();
        cluster = cluster(Security.LEAF_LIFE);
    }

    private Cluster cluster(Duration leafLife) {
        return new Cluster(folder, discovery, new Security(token, Set.of(), leafLife), operator);
    }

    /** Somebody with the token: agrees with discovery on the authority before any node does. */
    private SSLContext operator() throws IOException {
        NodeIdentity identity = new NodeIdentity(
                new Security(token, Set.of(), Duration.ofDays(1)), Set.of(), folder.resolve("operator"), random);
        String proposed = identity.found(new SystemClock().wallTime());
        Word kept = signed(token).keep(proposed);
        assertThat(kept)
                .isInstanceOfSatisfying(
                        Word.Heard.class,
                        heard -> assertThat(heard.board().authority()).contains(proposed));
        assertThat(identity.accept(proposed, new SystemClock().wallTime())).isTrue();
        return identity.context();
    }

    private DiscoveryClient signed(JoinToken by) {
        return new DiscoveryClient(plain, URI.create(address), Duration.ofSeconds(60), Optional.of(by.signingKey()));
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private List<Site> three() throws InterruptedException {
        return cluster.three(address);
    }

    private Writer writer(List<Site> sites) {
        return new Writer(sites, cluster::client);
    }

    /** Scenario 2 over TLS; who has no certificate of the cluster's gets nowhere, and plain HTTP neither. */
    @Test
    void three_withAToken_formAClusterThatOnlyTheirCertificatesEnter() throws InterruptedException {
        List<Site> sites = three();

        assertThat(cluster.allClusters()).hasSize(1);
        URI url = sites.getFirst().clientUrl();
        EtcdClient stranger = new EtcdClient(plain, Duration.ofSeconds(2));
        assertThat(stranger.status(url)).isNotInstanceOf(Answer.Given.class);
        assertThat(stranger.status(URI.create(url.toString().replace("https:", "http:"))))
                .isNotInstanceOf(Answer.Given.class);
        assertThat(stranger.peerVersion(URI.create(sites.getFirst().peerUrl()))).isNotInstanceOf(Answer.Given.class);
    }

    /** Scenario 17 over TLS. */
    @Test
    @Tag("long")
    void follower_deadForGood_isReplacedByTheOneThatWaits() throws InterruptedException {
        three();
        Site dead = cluster.follower();
        MemberId old = cluster.id(dead);
        Site fourth = cluster.site("d");
        fourth.start(address);
        try (Writer writer = writer(cluster.others(dead))) {
            dead.crash();

            cluster.awaitReplaced(cluster.others(dead), old, 3);

            writer.checkAll(fourth);
        }
    }

    /** Scenario 20 over TLS, with the certificates lost as well. */
    @Test
    @Tag("long")
    void follower_wipedWithItsCertificates_comesBackAsAnotherMember() throws IOException, InterruptedException {
        List<Site> sites = three();
        Site wiped = cluster.follower();
        MemberId old = cluster.id(wiped);
        try (Writer writer = writer(cluster.others(wiped))) {
            wiped.crash();
            wiped.wipeAll();
            wiped.start(address);

            cluster.awaitReplaced(sites, old, 3);

            writer.checkAll(wiped);
        }
    }

    /** Until discovery knows: before, founders that are missing might still begin. */
    private void awaitFormed() throws InterruptedException {
        Patience.Met<Boolean> formed = Patience.await(
                Cluster.PATIENCE,
                () -> "discovery to know of the cluster",
                () -> signed(token).board() instanceof Word.Heard(Board board)
                                && board.formation() instanceof Formation.Formed
                        ? Optional.of(true)
                        : Optional.empty());
        assertThat(formed.value()).isTrue();
    }

    /** Scenario 55 over TLS, with the survivor's certificates lost: discovery has the authority. */
    @Test
    @Tag("long")
    void majorityDestroyed_isRestoredFromTheSurvivor() throws IOException, InterruptedException {
        List<Site> sites = three();
        ClusterId before = cluster.allClusters().iterator().next();
        awaitFormed();
        Site survivor = cluster.leader();
        cluster.put(survivor, "/kept", "yes");
        for (Site each : cluster.others(survivor)) {
            each.crash();
            each.wipe();
        }
        survivor.stop();
        Files.move(survivor.stateDir().resolve("tls"), folder.resolve("lost-tls"));
        Patience.pause(DEAD_MILLIS);

        Restored restored = survivor.restore(address, new Source.Survivor(), Optional.of(before.toString()));
        survivor.start(address);
        cluster.awaitVoters(List.of(survivor), 1, Cluster.PATIENCE);
        cluster.others(survivor).forEach(each -> each.start(address));

        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
        assertThat(restored.lost()).contains(before);
        assertThat(cluster.allClusters()).containsExactly(restored.cluster()).doesNotContain(before);
        assertThat(cluster.get(sites.getFirst(), "/kept"))
                .hasValueSatisfying(stored -> assertThat(stored.value()).isEqualTo("yes"));
    }

    /** etcd shows the next certificate while the same process runs, and so do the supervisors. */
    @Test
    @Tag("long")
    void certificate_due_isReplacedWithoutARestart() throws Exception {
        cluster.close();
        discovery = new DiscoveryScene(folder.resolve("discovery"));
        address = discovery.url() + "/" + token.id();
        // An hour of each lies in the past, for clocks that are behind: a third is left 13 s after it was issued.
        cluster = cluster(Duration.ofMinutes(30).plusSeconds(20));
        List<Site> sites = three();
        Site one = sites.getFirst();
        long process = one.etcd().orElseThrow().pid();
        BigInteger shown = shown(one.clientUrl());

        Patience.Met<BigInteger> next = Patience.await(
                Cluster.PATIENCE,
                () -> "another certificate than " + shown,
                () -> Optional.of(shown(one.clientUrl())).filter(serial -> !serial.equals(shown)));

        assertThat(next.value()).isEqualTo(onDisk(one).getSerialNumber());
        assertThat(one.etcd().orElseThrow().pid()).isEqualTo(process);
        cluster.awaitVoters(sites, 3, Cluster.PATIENCE);
    }

    private static X509Certificate onDisk(Site site) throws IOException, GeneralSecurityException {
        return Pem.certificate(Files.readAllBytes(site.stateDir().resolve("tls").resolve(NodeIdentity.LEAF_FILE)));
    }

    private BigInteger shown(URI url) {
        try (Socket socket = operator.getSocketFactory().createSocket(url.getHost(), url.getPort())) {
            SSLSocket secured = (SSLSocket) socket;
            secured.startHandshake();
            return ((X509Certificate) secured.getSession().getPeerCertificates()[0]).getSerialNumber();
        } catch (IOException refused) {
            throw new AssertionError("no handshake with " + url, refused);
        }
    }

    /** The right id and another secret: neither heard nor able to read anything. */
    @Test
    void node_withAnotherSecret_isRefused() throws Exception {
        JoinToken other = JoinToken.draw(token.id(), random);
        Site stranger = new Site("x", folder, Optional.of(new Security(other, Set.of(), Security.LEAF_LIFE)));
        stranger.start(address);

        assertThat(stranger.awaitFailure())
                .isInstanceOfSatisfying(
                        MemberException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.WRONG_TOKEN));
        assertThat(signed(other).board()).isInstanceOf(Word.WrongToken.class);
        stranger.close();
    }

    /** Without the token: the service does not even say who is there. */
    @Test
    void node_withoutTheToken_isRefused() throws Exception {
        Site stranger = new Site("x", folder);
        stranger.start(address);

        assertThat(stranger.awaitFailure()).isInstanceOf(MemberException.class);
        stranger.close();
    }
}
