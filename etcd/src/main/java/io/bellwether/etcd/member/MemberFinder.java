package io.bellwether.etcd.member;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.Formation;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.core.Past;
import io.bellwether.etcd.core.Registration.Standing;
import io.bellwether.etcd.discovery.Report;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.EtcdClient.Confirmed;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.etcd.gateway.Urls;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Asks the members that may exist who is a member: the one here first, then those that discovery names and those that
 * this node remembers.
 *
 * <p>Threads: owned by the supervisor's thread; the members are asked at the same time, on the executor.
 */
final class MemberFinder {

    private final EtcdClient client;
    private final Executor executor;

    MemberFinder(EtcdClient client, Executor executor) {
        this.client = client;
        this.executor = executor;
    }

    /**
     * The membership with a quorum behind it.
     *
     * @param through which member gave it
     * @param here whether that is the member here
     */
    record Found(Confirmed confirmed, URI through, boolean here) {}

    Optional<Found> confirmed(Node node, Noticeboard board, Optional<MemberStatus> own) {
        URI endpoint = node.endpoint();
        Optional<Found> here = own.filter(status -> !status.learner())
                .flatMap(status -> ask(endpoint))
                .map(list -> new Found(list, endpoint, true));
        return here.or(() -> first(node, board, url -> ask(url).map(list -> new Found(list, url, false)))
                .filter(found -> isOurs(found.confirmed().list().cluster(), node, board)));
    }

    private Optional<Confirmed> ask(URI server) {
        return client.confirmedMembers(server, Settings.KEY).given();
    }

    /** Some member's own copy, where there is no quorum. */
    Optional<MemberList> unconfirmed(Node node, Noticeboard board, Optional<MemberStatus> own) {
        return own.flatMap(status -> client.localMembers(node.endpoint()).given())
                .or(() -> first(node, board, url -> client.localMembers(url).given())
                        .filter(list -> isOurs(list.cluster(), node, board)));
    }

    private <T> Optional<T> first(Node node, Noticeboard board, Function<URI, Optional<T>> ask) {
        List<CompletableFuture<Optional<T>>> asked = addresses(node, board).stream()
                .map(url -> CompletableFuture.supplyAsync(() -> ask.apply(url), executor))
                .toList();
        return asked.stream().flatMap(each -> each.join().stream()).findFirst();
    }

    private static Set<URI> addresses(Node node, Noticeboard board) {
        Set<URI> addresses = new LinkedHashSet<>();
        board.reports().stream()
                .filter(report -> report.registration().standing() == Standing.MEMBER)
                .map(Report::clientUrls)
                .forEach(urls -> urls.forEach(url -> Urls.parse(url).ifPresent(addresses::add)));
        node.record().knownClients().forEach(url -> Urls.parse(url).ifPresent(addresses::add));
        addresses.remove(node.endpoint());
        return addresses;
    }

    /** An address may have passed to another cluster; and ours may have been given up for a restored one. */
    private static boolean isOurs(ClusterId found, Node node, Noticeboard board) {
        if (board.formation() instanceof Formation.Formed(var size, ClusterId cluster)) {
            return cluster.equals(found);
        }
        return !(node.record().past() instanceof Past.Belonging(ClusterId cluster, var member))
                || cluster.equals(found);
    }
}
