package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.Policy.Standby;
import io.bellwether.tests.program.ProgramProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people ask of a cluster by the program's commands: to let it be, to let a machine go, to take it back. */
@RealEtcd
final class PeoplesWishesTest {

    @RegisterExtension
    private final Cluster cluster = new Cluster();

    private record Ended(int code, String output) {}

    private static Ended run(Site through, String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("etcd"));
        line.addAll(List.of(command));
        line.addAll(List.of("--endpoints", through.clientUrl().toString()));
        try (ProgramProcess process = ProgramProcess.start(Map.of(), line.toArray(String[]::new))) {
            return new Ended(process.awaitExit(), process.awaitOutput());
        }
    }

    private static String said(Site through, String... command) throws IOException, InterruptedException {
        Ended ended = run(through, command);
        assertThat(ended.code()).as(ended.output()).isZero();
        return ended.output();
    }

    /** While leadership moves there is no quorum for a moment. */
    private static void awaitStatus(Site through, String text) throws IOException, InterruptedException {
        long end = System.nanoTime() + Cluster.PATIENCE.toNanos();
        Ended last = run(through, "status");
        while (!last.output().contains(text) && System.nanoTime() < end) {
            last = run(through, "status");
        }
        assertThat(last.output()).contains(text);
    }

    /**
     * Scenario 33 for a machine that people take away: it hands over, is replaced first, and stays away until it may.
     */
    @Test
    void leader_drained_isReplacedAndComesBackWhenItMay() throws IOException, InterruptedException {
        String token = cluster.discovery().newToken(3);
        List<Site> sites = cluster.three(token);
        Site fourth = cluster.site("d");
        fourth.start(token, Optional.empty(), JoinStrategy.REPLACE, Standby.IDLE);
        Site leaving = cluster.leader();
        MemberId gone = cluster.id(leaving);
        List<Site> staying = cluster.others(leaving);
        Set<MemberId> before = cluster.voters(sites);
        Site other = staying.getFirst();
        awaitStatus(other, "candidate");

        assertThat(said(other, "pause")).contains("until bellwether etcd resume");
        assertThat(said(other, "drain", leaving.name())).contains("leaves when another has taken its place");
        awaitStatus(other, "leaving");
        awaitStatus(other, "changes of the membership are paused");
        assertThat(cluster.voters(sites)).isEqualTo(before);

        try (Writer writer = new Writer(staying)) {
            assertThat(said(other, "resume")).contains("again");
            cluster.awaitReplaced(staying, gone, 3);
            writer.awaitMore(10);
            assertThat(leaving.hasLogged("MoveLeader")).isTrue();
            awaitStatus(other, "this node has left");
            assertThat(cluster.members(staying).members()).hasSize(3);
            writer.checkAll(other);
        }

        fourth.crash();
        assertThat(said(other, "drain", leaving.name(), "--undo")).contains("may be a member");
        List<Site> back = cluster.others(fourth);
        cluster.awaitVoters(back, 3, Cluster.PATIENCE);
        assertThat(cluster.voters(back)).doesNotContain(gone);
        assertThat(cluster.allClusters()).hasSize(1);
    }

    @Test
    void drain_ofAMachineThatIsNone_namesThoseThatAre() throws IOException, InterruptedException {
        List<Site> one = cluster.founded(cluster.discovery().newToken(1), 1);
        awaitStatus(one.getFirst(), "all of them well");

        Ended refused = run(one.getFirst(), "drain", "nobody");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.output()).contains("there is no node nobody; there are a");
    }
}
