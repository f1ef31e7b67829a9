package io.bellwether.etcd.member;

import io.bellwether.etcd.core.Formation;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Registration;
import io.bellwether.etcd.core.Rendezvous;
import io.bellwether.etcd.core.Rendezvous.Reach;
import io.bellwether.etcd.discovery.Board;
import io.bellwether.etcd.discovery.Report;
import io.bellwether.etcd.discovery.Word;
import io.bellwether.execution.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the nodes say: the last that was heard from discovery, growing older, and what the cluster keeps, whichever is
 * younger. Silence means something only while discovery is heard: a node that is cut off from the cluster cannot report
 * to it.
 *
 * <p>Threads: owned by the supervisor's thread.
 */
final class Noticeboard {

    private final Clock clock;
    private Optional<Board> last = Optional.empty();
    private long heardAt;
    private Reach reach = Reach.SILENT;
    private List<Report> kept = List.of();

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

    /** What the cluster keeps, as of this round. */
    void keep(List<Report> reports) {
        kept = List.copyOf(reports);
    }

    /** How far the cluster has come; unknown while discovery is silent. */
    Formation formation() {
        return reach == Reach.HEARD
                ? last.map(Board::formation).orElseGet(Formation.Unknown::new)
                : new Formation.Unknown();
    }

    /** With how many voters the cluster was to form: that never changes, so it holds while discovery is silent, too. */
    Optional<Integer> size() {
        return last.flatMap(board -> switch (board.formation()) {
            case Formation.Unknown unknown -> Optional.empty();
            case Formation.Unclaimed unclaimed -> Optional.of(unclaimed.size());
            case Formation.Agreed agreed -> Optional.of(agreed.size());
            case Formation.Formed formed -> Optional.of(formed.size());
        });
    }

    long revision() {
        return last.map(Board::revision).orElse(0L);
    }

    /**
     * What the nodes say.
     *
     * @param own what this node says itself: true, whether or not anybody has heard it
     */
    Rendezvous rendezvous(Registration own) {
        Map<NodeId, Registration> nodes = new LinkedHashMap<>();
        reports().forEach(report -> nodes.put(report.registration().node(), report.registration()));
        Registration told = nodes.get(own.node());
        nodes.put(own.node(), own.with(told == null ? Long.MAX_VALUE : told.order(), Duration.ZERO));
        return new Rendezvous(reach, List.copyOf(nodes.values()));
    }

    /** The youngest report of each node. */
    List<Report> reports() {
        Duration since = Duration.ofNanos(clock.nanos() - heardAt);
        Map<NodeId, Report> youngest = new LinkedHashMap<>();
        for (Report each : last.map(Board::reports).orElseGet(List::of)) {
            Registration said = each.registration();
            Registration aged = said.with(said.order(), said.age().plus(since));
            youngest.put(said.node(), new Report(aged, each.clientUrls(), each.said()));
        }
        kept.forEach(each -> youngest.merge(each.registration().node(), each, Noticeboard::younger));
        return List.copyOf(youngest.values());
    }

    /** Discovery knows who registered first. */
    private static Report younger(Report ofDiscovery, Report ofCluster) {
        Registration said = ofCluster.registration();
        return said.age().compareTo(ofDiscovery.registration().age()) < 0
                ? new Report(
                        said.with(ofDiscovery.registration().order(), said.age()),
                        ofCluster.clientUrls(),
                        ofCluster.said())
                : ofDiscovery;
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
