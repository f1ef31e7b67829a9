package io.bellwether.etcd.member;

import io.bellwether.etcd.core.Cause;
import io.bellwether.etcd.core.DataGuard;
import io.bellwether.etcd.core.Formation;
import io.bellwether.etcd.core.Founder;
import io.bellwether.etcd.core.NodePlanner;
import io.bellwether.etcd.core.NodeView;
import io.bellwether.etcd.core.Past;
import io.bellwether.etcd.core.Plan;
import io.bellwether.etcd.core.Reason;
import io.bellwether.etcd.core.Seat;
import io.bellwether.etcd.core.Timers;
import io.bellwether.etcd.core.Verdict;
import io.bellwether.etcd.discovery.Discovery;
import io.bellwether.etcd.discovery.Word;
import io.bellwether.etcd.member.EtcdFlags.InitialState;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans one step about the node, has the guard agree, and takes it.
 *
 * <p>Shape: what is promised is written down, durably, before anything can come of it.
 *
 * <p>Threads: owned by the supervisor's thread.
 */
final class NodeSteps {

    private static final Logger log = LoggerFactory.getLogger(NodeSteps.class);

    private static final int BEGIN_AGAIN = 5;

    private final NodePlanner planner;
    private final DataGuard guard = new DataGuard();
    private final Node node;
    private final Discovery discovery;
    private final RandomGenerator random;
    private boolean portsChecked;

    NodeSteps(Node node, Discovery discovery, Timers timers, RandomGenerator random) {
        this.planner = new NodePlanner(timers);
        this.node = node;
        this.discovery = discovery;
        this.random = random;
    }

    /** The step that would be taken now. */
    Plan plan(NodeView view) {
        Plan plan = planner.plan(view);
        if (guard.check(view, plan) instanceof Verdict.Denied(String why)) {
            Reason wish = plan.reason();
            return new Plan.Wait(
                    new Reason(wish.rule(), Cause.GUARDED, wish.text() + ", but the guard does not agree: " + why));
        }
        return plan;
    }

    /**
     * Takes it.
     *
     * @param board of the discovery service, on which the plan is based; hears what the service answers
     */
    void take(Plan plan, Noticeboard board) throws IOException {
        switch (plan) {
            case Plan.ProposeFounders propose ->
                board.hear(discovery.propose(
                        propose.founders().stream().map(Seat::of).toList(), board.revision()));
            case Plan.Bootstrap bootstrap -> found(bootstrap, board);
            case Plan.LatchFormed latch -> board.hear(discovery.formed(latch.cluster()));
            case Plan.Resume resume -> start(InitialState.EXISTING, List.of(self()));
            case Plan.StartMember start -> {
                if (node.process.mayStart()) {
                    node.data.begin(node.record().incarnation());
                    node.remember(node.record().joining(start.member(), node.process.logBytes()));
                    start(InitialState.EXISTING, start.members());
                }
            }
            case Plan.StopMember stop -> node.process.kill();
            case Plan.DeclareLost lost -> node.remember(node.record().withLost(lost.member()));
            case Plan.MoveDataAside aside -> {
                node.data.moveAside();
                node.remember(node.record().reborn(NodeFile.incarnation(random)));
            }
            case Plan.Wait wait -> {}
            case Plan.Refuse refuse -> {}
            case Plan.GrantRestart cluster -> {}
            case Plan.MembershipChange cluster -> {}
            case Plan.MoveLeader cluster -> {}
            case Plan.SaveSnapshot cluster -> {}
        }
        if (!(plan instanceof Plan.Wait) && !(plan instanceof Plan.Refuse)) {
            log.atInfo()
                    .addKeyValue("step", plan.getClass().getSimpleName())
                    .addKeyValue("reason", plan.reason())
                    .log("Took a step about this node");
        }
    }

    /**
     * Says in discovery that it begins, writes that down, starts: in this order, and each only if the one before held.
     */
    private void found(Plan.Bootstrap bootstrap, Noticeboard board) throws IOException {
        if (!node.process.mayStart()) {
            return;
        }
        checkPorts();
        Word word = begin(board);
        // All founders begin at once, and each changes what the others base theirs on.
        for (int again = 0; again < bootstrap.founders().size() && stillAgreed(word, bootstrap, board); again++) {
            word = begin(board);
        }
        if (word instanceof Word.Heard) {
            node.remember(node.record().with(new Past.Founding()).knowing(addresses(board)));
            node.data.begin(node.record().incarnation());
            start(InitialState.NEW, bootstrap.founders());
        }
    }

    private Word begin(Noticeboard board) {
        Word word = discovery.begin(node.record().node(), board.revision());
        for (int again = 0; again < BEGIN_AGAIN && word instanceof Word.Silence; again++) {
            // It may have been heard: then only the one who said it, and has not started yet, may go on.
            word = discovery.begin(node.record().node(), board.revision());
        }
        board.hear(word);
        return word;
    }

    private static boolean stillAgreed(Word word, Plan.Bootstrap bootstrap, Noticeboard board) {
        return word instanceof Word.Conflict
                && board.formation() instanceof Formation.Agreed agreed
                && agreed.seats().stream().map(Seat::member).toList().equals(bootstrap.founders());
    }

    /** Where the other nodes will answer: discovery may never be heard again. */
    private List<String> addresses(Noticeboard board) {
        return board.reports().stream()
                .filter(report ->
                        !report.registration().node().equals(node.record().node()))
                .flatMap(report -> report.clientUrls().stream())
                .toList();
    }

    private Founder self() {
        return new Founder(node.memberName(), node.options.addresses().peer());
    }

    private void start(InitialState state, List<Founder> members) throws IOException {
        if (node.process.mayStart()) {
            checkPorts();
            node.backUp();
            node.process.start(
                    EtcdFlags.command(node.options, node.memberName(), state, members, node.flagsForTheNext()));
        }
    }

    /** Once: later a port in use is one of etcd's ends, and is tried again. */
    private void checkPorts() {
        if (!portsChecked) {
            Ports.requireFree(node.options.addresses());
            portsChecked = true;
        }
    }
}
