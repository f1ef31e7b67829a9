package io.bellwether.etcd.member;

import io.bellwether.etcd.core.Founder;
import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.Member;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.core.StartView;
import io.bellwether.etcd.core.StartView.Founding;
import io.bellwether.etcd.core.StartView.Registered;
import io.bellwether.etcd.discovery.Registrations;
import io.bellwether.etcd.discovery.Registrations.Known;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.etcd.gateway.Stored;
import io.bellwether.etcd.gateway.Urls;
import io.bellwether.etcd.member.MemberException.Reason;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Looks for a node without a supervisor: at its disk, at who is known, and at the members.
 *
 * <p>Threads: one at a time; blocks its caller.
 */
final class StartScout {

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final StartOptions options;
    private final Registrations registrations;
    private final EtcdClient client;
    private final Clock clock;
    private final Semaphore never = new Semaphore(0);

    StartScout(StartOptions options, Registrations registrations, EtcdClient client, Clock clock) {
        this.options = options;
        this.registrations = registrations;
        this.client = client;
        this.clock = clock;
    }

    /** Everything that is decided by; takes the grace period when a voter seems dead. */
    StartView look() throws InterruptedException {
        Known known = known();
        boolean hasData = hasData();
        Optional<EtcdClient.Confirmed> confirmed = hasData ? Optional.empty() : confirmed(known);
        Optional<MemberList> members = confirmed.map(EtcdClient.Confirmed::list);
        Set<MemberId> gone =
                members.isPresent() && options.strategy() != JoinStrategy.PREPARED ? gone(members.get()) : Set.of();
        return new StartView(
                options.name(),
                options.peerUrls(),
                hasData,
                registered(known),
                members,
                !hasData && members.isEmpty() && !answering(known).isEmpty(),
                gone,
                options.size().or(() -> confirmed.flatMap(StartScout::remembered)));
    }

    /** How many voters a supervised cluster wants: it may have been resized since it was founded. */
    private static Optional<Integer> remembered(EtcdClient.Confirmed confirmed) {
        return confirmed.read().map(Stored::value).flatMap(Settings::parse).map(Settings::size);
    }

    private static Optional<Registered> registered(Known known) {
        return switch (known) {
            case Known.Cluster(int size, List<Founder> members) ->
                Optional.of(new Registered(size, members.size() < size ? Founding.BY_STOCK_MEMBERS : Founding.DONE));
            case Known.Formed formed -> Optional.of(new Registered(formed.size(), Founding.DONE));
            case Known.Unfounded(int size) -> Optional.of(new Registered(size, Founding.BY_SUPERVISED_MEMBERS));
            case Known.WrongToken wrong -> Optional.empty();
            case Known.Silence silence -> Optional.empty();
        };
    }

    private Known known() {
        Known known = registrations.read();
        if (known instanceof Known.WrongToken(String text)) {
            throw new MemberException(Reason.WRONG_TOKEN, text);
        }
        return known;
    }

    /** Whether members may be asked: a node that founds a cluster has nobody to ask. */
    boolean isAtWork() {
        return hasData() || known() instanceof Known.Formed;
    }

    private boolean hasData() {
        return new DataDirectory(options.dataDir()).hasLog();
    }

    /** The membership, where a quorum stands behind it. */
    Optional<MemberList> members() {
        return confirmed(known()).map(EtcdClient.Confirmed::list);
    }

    /** The member lists that the peer ports of registered members tell, quorum or not. */
    private List<MemberList> answering(Known known) {
        return members(known).stream()
                .filter(member -> member.peerUrls().stream().noneMatch(options.peerUrls()::contains))
                .flatMap(member -> member.peerUrls().stream())
                .flatMap(url -> Urls.parse(url).stream())
                .flatMap(url -> client.peerMembers(url).given().stream())
                .filter(list -> !list.members().isEmpty())
                .toList();
    }

    private static List<Founder> members(Known known) {
        return switch (known) {
            case Known.Cluster cluster -> cluster.members();
            case Known.Formed formed -> formed.members();
            case Known.Unfounded unfounded -> List.of();
            case Known.WrongToken wrong -> List.of();
            case Known.Silence silence -> List.of();
        };
    }

    private Optional<EtcdClient.Confirmed> confirmed(Known known) {
        return clients(known).stream()
                .flatMap(url -> client.confirmedMembers(url, Settings.KEY).given().stream())
                .findFirst();
    }

    private Set<URI> clients(Known known) {
        Set<URI> clients = new HashSet<>();
        for (MemberList list : answering(known)) {
            for (Member member : list.members()) {
                member.clientUrls().forEach(url -> Urls.parse(url).ifPresent(clients::add));
            }
        }
        return clients;
    }

    /** Where the leader answers clients. */
    Optional<URI> leader() {
        return clients(known()).stream()
                .filter(url -> client.status(url)
                        .given()
                        .filter(MemberStatus::isLeader)
                        .isPresent())
                .findFirst();
    }

    /** Voters that neither the leader has a connection to nor answer us, in every look for the grace period. */
    private Set<MemberId> gone(MemberList list) throws InterruptedException {
        Deadline deadline = Deadline.after(clock, options.grace());
        Set<MemberId> gone = silent(list);
        while (!gone.isEmpty() && !deadline.isOver(clock)) {
            pause(LOOK_EVERY);
            gone.retainAll(silent(list));
        }
        return gone;
    }

    private Set<MemberId> silent(MemberList list) {
        Set<MemberId> silent = new HashSet<>();
        Optional<URI> leader = leader();
        Optional<Map<MemberId, Boolean>> connections =
                leader.flatMap(url -> client.connections(url).given());
        Optional<MemberId> leading =
                leader.flatMap(url -> client.status(url).given()).map(MemberStatus::member);
        if (connections.isEmpty() || leading.isEmpty()) {
            return silent;
        }
        for (Member voter : list.voters()) {
            boolean connected =
                    voter.id().equals(leading.get()) || connections.get().getOrDefault(voter.id(), false);
            if (!connected && !answers(voter)) {
                silent.add(voter.id());
            }
        }
        return silent;
    }

    private boolean answers(Member voter) {
        List<String> urls = new ArrayList<>(voter.peerUrls());
        return urls.stream()
                .flatMap(url -> Urls.parse(url).stream())
                .map(client::peerVersion)
                .anyMatch(answer -> answer instanceof Answer.Given || answer instanceof Answer.Refused);
    }

    private void pause(Duration time) throws InterruptedException {
        boolean acquired = never.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS);
        if (acquired) {
            throw new IllegalStateException("nobody releases it");
        }
    }
}
