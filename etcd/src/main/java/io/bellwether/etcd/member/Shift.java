package io.bellwether.etcd.member;

import io.bellwether.etcd.core.ClusterView;
import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.Member;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.core.NodeView;
import io.bellwether.etcd.core.Plan;
import io.bellwether.etcd.core.Policy;
import io.bellwether.etcd.core.Policy.Standby;
import io.bellwether.etcd.core.Policy.SwitchedOn;
import io.bellwether.etcd.core.Registration.Wish;
import io.bellwether.etcd.core.Timers;
import io.bellwether.etcd.discovery.Discovery;
import io.bellwether.etcd.discovery.Report;
import io.bellwether.etcd.discovery.Word;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.EtcdClient.Confirmed;
import io.bellwether.etcd.gateway.MaintenanceClient;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.etcd.member.MemberFinder.Found;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Machine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Round after round: looks, decides, takes one step; first about the node, then, where its member is a voter, about the
 * cluster.
 *
 * <p>Threads: owned by the supervisor's thread.
 */
final class Shift {

    private static final Logger log = LoggerFactory.getLogger(Shift.class);

    /** So many rounds may be missed before what is known is not taken to have held. */
    private static final int ROUNDS_MISSED = 5;

    private final MemberOptions options;
    private final Machine machine;
    private final Clock clock;
    private final EtcdClient client;
    private final Discovery discovery;
    private final Consumer<String> listener;
    private final Rounds rounds;
    private final Timers timers;
    private final Node node;
    private final Noticeboard board;
    private final NodeSteps nodeSteps;
    private final ClusterObserver observer;
    private final ClusterSteps clusterSteps;
    private final MemberFinder finder;
    private final Demands demands;
    private final ClusterReports reports;
    private final ScheduledSnapshots snapshots;
    private final RevisionMark mark;
    private final DatabaseCare care;
    private final Restarts restarts;
    private final Departure departure;
    private Report report;
    private String said = "";
    private String announced = "";
    private Optional<Long> quorumMissingSince = Optional.empty();

    Shift(
            Node node,
            Machine machine,
            EtcdClient client,
            MaintenanceClient maintenance,
            Discovery discovery,
            Rounds rounds,
            Consumer<String> listener)
            throws IOException {
        this.options = node.options;
        this.machine = machine;
        this.clock = machine.clock();
        this.client = client;
        this.discovery = discovery;
        this.listener = listener;
        this.rounds = rounds;
        this.node = node;
        this.restarts = new Restarts(client, node, machine.clock());
        this.departure = new Departure(client, node.record().node());
        this.report = node.report("", Wish.NONE);
        Duration election = options.etcd().electionTimeout();
        this.timers = Timers.of(election);
        this.board = new Noticeboard(clock);
        this.nodeSteps = new NodeSteps(node, discovery, timers, machine.random());
        this.care =
                new DatabaseCare(client, maintenance, machine, options.etcd().care());
        this.observer = new ClusterObserver(
                client, clock, machine.executor(), election.multipliedBy(ROUNDS_MISSED), care::integrity);
        this.clusterSteps =
                new ClusterSteps(client, machine, election, options.stateDir().resolve("salvage.db"));
        this.finder = new MemberFinder(client, machine.executor());
        this.demands = new Demands(options, clock, timers.suspect());
        this.reports = new ClusterReports(client);
        this.snapshots = new ScheduledSnapshots(client, machine);
        this.mark = RevisionMark.open(options.stateDir());
    }

    /**
     * One round; bounded by a few of etcd's election timeouts, and more where a step has to wait for etcd.
     *
     * @return what was decided, and done
     */
    Plan round() throws IOException, InterruptedException {
        report = node.report(restarts.saying(said), departure.isAsked() ? Wish.LEAVE : restarts.wish());
        Report sent = report;
        CompletableFuture<Word> heard = CompletableFuture.supplyAsync(() -> discovery.report(sent), machine.executor());
        Node.Answering own = node.ask(client);
        Word word = heard.join();
        board.hear(word);
        own.status().ifPresent(status -> demands.atWork());
        demands.check(word, node.record());
        Optional<Found> found = finder.confirmed(node, board, own.status());
        board.keep(found.map(this::exchange).orElseGet(List::of));
        Optional<MemberList> list = found.map(each -> each.confirmed().list());
        list.ifPresent(members -> belong(own.status(), members));
        demands.checkSize(found.map(Found::confirmed), board.formation(), node.record());
        Plan plan = nodeSteps.plan(view(own, list));
        demands.check(plan, own.state());
        nodeSteps.take(plan, board);
        Plan decision = plan instanceof Plan.Wait
                ? lookAfterCluster(own.status(), found).orElse(plan)
                : plan;
        say(decision);
        rounds.decided(decision);
        rounds.ended(own.status(), list, node.process.starts());
        announce(own.status(), list);
        keepCopies(own.status(), found);
        if (found.isPresent()) {
            restarts.look(found.get().through(), own.status());
            departure.look(found.get().through());
        }
        return decision;
    }

    /** For the day on which the quorum is lost: how far the cluster was, and what it had. */
    private void keepCopies(Optional<MemberStatus> own, Optional<Found> found) throws IOException {
        if (own.isPresent()) {
            mark.saw(own.get().revision());
        }
        // etcd 3.4 never ends the snapshot of a learner; and one without a quorum is salvage, which C0 saves.
        if (own.filter(status -> !status.learner()).isPresent()
                && found.filter(Found::here).isPresent()) {
            options.etcd().care().snapshots().ifPresent(schedule -> snapshots.saveIfDue(schedule, node.endpoint()));
        }
    }

    /** Tells the cluster about this node, and hears about the others: discovery may be down for ever. */
    private List<Report> exchange(Found found) {
        long now = clock.nanos();
        reports.publish(found.through(), report, now);
        return reports.read(found.through(), now);
    }

    private NodeView view(Node.Answering own, Optional<MemberList> confirmed) throws InterruptedException {
        NodeRecord record = node.record();
        return new NodeView(
                record.node(),
                record.incarnation(),
                options.name(),
                options.addresses().peer(),
                record.past(),
                record.formedSeen(),
                node.dataState(own.state()),
                own.state(),
                board.formation(),
                confirmed.or(() -> finder.unconfirmed(node, board, own.status())),
                board.rendezvous(report.registration()));
    }

    /** Where the members are; and, if a quorum lists the one that runs here, from now on that is who this node is. */
    private void belong(Optional<MemberStatus> own, MemberList list) {
        node.knows(list);
        own.filter(status -> status.cluster().equals(list.cluster())
                        && list.find(status.member()).isPresent())
                .ifPresent(node::belongs);
    }

    /** The step about the cluster, where this supervisor is the one to take it. */
    private Optional<Plan> lookAfterCluster(Optional<MemberStatus> own, Optional<Found> found) {
        if (own.filter(status -> !status.learner()).isEmpty()) {
            return Optional.empty();
        }
        if (found.isEmpty()) {
            return withoutQuorum();
        }
        quorumMissingSince = Optional.empty();
        if (!found.get().here() || own.get().leader().isEmpty()) {
            return Optional.empty();
        }
        Settings settings = settings(own.get(), found.get().confirmed());
        clusterSteps.settled();
        ClusterView view = observer.view(
                node.record().node(),
                own.get(),
                node.endpoint(),
                found.get().confirmed().list(),
                board.rendezvous(report.registration()),
                board::clientUrls,
                clusterSteps::history);
        Plan plan = clusterSteps.plan(view, settings.policy(timers));
        clusterSteps.take(plan, view, node.endpoint());
        care.look(plan, view, node.endpoint());
        return Optional.of(plan);
    }

    private Optional<Plan> withoutQuorum() {
        long now = clock.nanos();
        long since = quorumMissingSince.orElse(now);
        quorumMissingSince = Optional.of(since);
        return client.localMembers(node.endpoint()).given().map(local -> {
            ClusterView view = ClusterObserver.withoutQuorum(
                    node.record().node(),
                    local,
                    Duration.ofNanos(now - since),
                    board.rendezvous(report.registration()),
                    clusterSteps.history(Duration.ZERO));
            Settings none = new Settings(
                    1, options.wishes().strategy(), options.wishes().standby(), SwitchedOn.PAUSED);
            Plan plan = clusterSteps.plan(view, none.policy(timers));
            clusterSteps.take(plan, view, node.endpoint());
            return plan;
        });
    }

    /**
     * What the cluster remembers; the supervisor beside the first leader tells it what the flags wish, else the size
     * with which it formed.
     */
    private Settings settings(MemberStatus own, Confirmed confirmed) {
        int voters = Math.min(Policy.SIZE_LIMIT, confirmed.list().voters().size());
        JoinStrategy strategy = options.wishes().strategy();
        Standby standby = options.wishes().standby();
        if (confirmed.read().isPresent()) {
            // Nobody but a person can put right what is unreadable: until then nothing is changed.
            return Settings.parse(confirmed.read().get().value())
                    .orElseGet(() -> new Settings(voters, strategy, standby, SwitchedOn.PAUSED));
        }
        int size = options.wishes().size().or(board::size).orElse(voters);
        Settings wished = new Settings(size, strategy, standby, SwitchedOn.RUNNING);
        if (own.isLeader()) {
            Answer<Boolean> answer = client.putIfUnchanged(node.endpoint(), Settings.KEY, wished.toJson(), 0);
            // A full database refuses it, in each round anew.
            (answer instanceof Answer.Given ? log.atInfo() : log.atDebug())
                    .addKeyValue("settings", wished)
                    .addKeyValue("answer", answer.text())
                    .log("Told the cluster its settings");
        }
        return wished;
    }

    private void say(Plan plan) {
        String now = plan.reason().toString();
        if (!now.equals(said)) {
            said = now;
            log.atInfo()
                    .addKeyValue("plan", plan.getClass().getSimpleName())
                    .addKeyValue("reason", now)
                    .log("Decided");
        }
    }

    private void announce(Optional<MemberStatus> own, Optional<MemberList> list) {
        Optional<Member> member = own.flatMap(status -> list.flatMap(members -> members.find(status.member())));
        if (member.isPresent() && list.isPresent()) {
            String now = "Bellwether etcd member is ready: " + member.get().id() + " of cluster "
                    + list.get().cluster() + (member.get().isVoter() ? "" : " (learner)");
            if (!now.equals(announced)) {
                announced = now;
                listener.accept(now);
            }
        }
    }
}
