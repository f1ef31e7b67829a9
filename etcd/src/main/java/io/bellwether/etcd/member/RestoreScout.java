package io.bellwether.etcd.member;

import io.bellwether.etcd.core.Formation;
import io.bellwether.etcd.core.Past;
import io.bellwether.etcd.core.RestoreView;
import io.bellwether.etcd.core.RestoreView.Decides;
import io.bellwether.etcd.core.RestoreView.Running;
import io.bellwether.etcd.discovery.Board;
import io.bellwether.etcd.discovery.Discovery;
import io.bellwether.etcd.discovery.Report;
import io.bellwether.etcd.discovery.Word;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.Urls;
import io.bellwether.etcd.member.MemberException.Reason;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for everything that speaks against a restore: members that answer where any was known to be.
 *
 * <p>Threads: one at a time; blocks its caller for a few time-outs.
 */
final class RestoreScout {

    private final EtcdClient client;
    private final Discovery discovery;

    RestoreScout(EtcdClient client, Discovery discovery) {
        this.client = client;
        this.discovery = discovery;
    }

    RestoreView look(RestoreOptions options, NodeRecord record) {
        Optional<Board> board = switch (discovery.board()) {
            case Word.Heard(Board heard) -> Optional.of(heard);
            case Word.Conflict(Board heard) -> Optional.of(heard);
            case Word.Silence silence -> Optional.empty();
            case Word.WrongToken(String text) ->
                throw new MemberException(Reason.WRONG_TOKEN, "discovery does not know the cluster: " + text);
        };
        List<Report> others = board.map(Board::reports).orElseGet(List::of).stream()
                .filter(report -> !report.registration().node().equals(record.node()))
                .toList();
        Set<String> urls = new LinkedHashSet<>(record.knownClients());
        others.forEach(report -> urls.addAll(report.clientUrls()));
        return new RestoreView(
                board.map(Board::formation).orElseGet(Formation.Unknown::new),
                record.past() instanceof Past.Belonging(var cluster, var member)
                        ? Optional.of(cluster)
                        : Optional.empty(),
                others.stream().map(Report::registration).toList(),
                running(urls, others));
    }

    /** By their client ports, and by their peer ports: without a quorum a member that was restarted has only that. */
    private List<Running> running(Set<String> clientUrls, List<Report> others) {
        List<Running> running = new ArrayList<>();
        for (String url : clientUrls) {
            Urls.parse(url).flatMap(this::running).ifPresent(running::add);
        }
        others.stream()
                .flatMap(report -> report.registration().peerUrls().stream())
                .flatMap(url -> Urls.parse(url).stream())
                .filter(url -> client.peerVersion(url) instanceof Answer.Given)
                .forEach(url -> running.add(new Running(url.toString(), Decides.NO)));
        return running;
    }

    private Optional<Running> running(URI url) {
        if (client.confirmedMembers(url, Settings.KEY) instanceof Answer.Given) {
            return Optional.of(new Running(url.toString(), Decides.YES));
        }
        return client.status(url).given().map(status -> new Running(url.toString(), Decides.NO));
    }
}
