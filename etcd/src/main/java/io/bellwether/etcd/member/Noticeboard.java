package io.bellwether.etcd.member;

import io.bellwether.etcd.core.Formation;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Registration;
import io.bellwether.etcd.core.Rendezvous;
import io.bellwether.etcd.core.Rendezvous.Reach;
import io.bellwether.etcd.discovery.Board;
import io.bellwether.etcd.discovery.DiscoveryClient.Word;
import io.bellwether.etcd.discovery.Report;
import io.bellwether.execution.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The last that was heard from discovery, growing older.
 *
 * <p>Threads: owned by the supervisor's thread.
 */
final class Noticeboard {

    private final Clock clock;
    private Optional<Board> last = Optional.empty();
    private long heardAt;
    private Reach reach = Reach.SILENT;

    Noticeboard(Clock clock) {
        this.clock = clock;
    }

    void hear(Word word) {
        switch (word) {
            case Word.Heard(Board board) -> hear(board);
            case Word.Conflict(Board board) -> hear(board);
            case Word.WrongToken wrong -> reach = Reach.SILENT;
            case Word.Silence silence -> reach = Reach.SILENT;
        }
    }

    private void hear(Board board) {
        last = Optional.of(board);
        heardAt = clock.nanos();
        reach = Reach.HEARD;
    }

    /** How far the cluster has come; unknown while discovery is silent. */
    Formation formation() {
        return reach == Reach.HEARD
                ? last.map(Board::formation).orElseGet(Formation.Unknown::new)
                : new Formation.Unknown();
    }

    long revision() {
        return last.map(Board::revision).orElse(0L);
    }

    /**
     * What the nodes say.
     *
     * @param own what this node says itself: true, whether or not discovery has heard it
     */
    Rendezvous rendezvous(Registration own) {
        Duration since = Duration.ofNanos(clock.nanos() - heardAt);
        List<Registration> others = reports().stream()
                .map(report -> older(report.registration(), since))
                .toList();
        boolean heard = others.stream().anyMatch(each -> each.node().equals(own.node()));
        return new Rendezvous(
                reach,
                heard ? others : Stream.concat(others.stream(), Stream.of(own)).toList());
    }

    private static Registration older(Registration said, Duration since) {
        return new Registration(
                said.node(),
                said.incarnation(),
                said.name(),
                said.peerUrls(),
                said.zone(),
                said.priority(),
                said.standing(),
                said.wish(),
                said.member(),
                said.lost(),
                said.order(),
                said.age().plus(since));
    }

    List<Report> reports() {
        return last.map(Board::reports).orElseGet(List::of);
    }

    /** Where a node's member answers clients. */
    List<String> clientUrls(NodeId node) {
        return reports().stream()
                .filter(report -> report.registration().node().equals(node))
                .findFirst()
                .map(Report::clientUrls)
                .orElseGet(List::of);
    }
}
