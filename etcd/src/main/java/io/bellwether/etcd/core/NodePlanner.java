package io.bellwether.etcd.core;

import io.bellwether.etcd.core.ProcessState.Exit;
import io.bellwether.etcd.core.ProcessState.Exit.Wrote;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides for one node about its own process, data directory and identity: rules N1 to N9.
 *
 * <p>Two mistakes would lose acknowledged writes without a trace, and every rule is built around them. A member must
 * never vote under an identity whose data is gone: so an empty disk never resumes; its node says that the data is lost,
 * and comes back as somebody else. And a node must never found a cluster where one exists: so it founds only with the
 * seat that discovery gave to this very incarnation, once, and after it has said in discovery that it begins.
 *
 * <p>Source: guarantees G-C2, G-C3 and G-C4.
 */
public final class NodePlanner {

    /** Ends without an answer, within ten minutes, after which a process is not started again by itself. */
    private static final int FRUITLESS_LIMIT = 5;

    /** How long a member may be silent before it is taken for hung: well above a slow disk's worst. */
    private static final Duration HUNG = Duration.ofSeconds(10);

    /**
     * How long a member that starts may show no sign of life. A large log on a slow disk takes minutes to read, but not
     * without using the processor; what takes longer is begun anew, so the bound is generous.
     */
    private static final Duration LIFELESS = Duration.ofMinutes(5);

    private final Timers timers;

    /** The rules under these times. */
    public NodePlanner(Timers timers) {
        this.timers = timers;
    }

    /** The next step. */
    public Plan plan(NodeView view) {
        return switch (view.process()) {
            case ProcessState.Starting starting -> starting(starting);
            case ProcessState.Running running -> running(view);
            case ProcessState.Unresponsive hung -> unresponsive(hung);
            case ProcessState.Stopped stopped -> stopped(view, stopped);
        };
    }

    private static Plan starting(ProcessState.Starting starting) {
        return starting.lifeless().compareTo(LIFELESS) >= 0
                ? new Plan.StopMember(new Reason(
                        Rule.N7,
                        Cause.UNRESPONSIVE,
                        "etcd has not served a client since its start, and has shown no sign of life for "
                                + starting.lifeless()))
                : wait(Rule.N1, Cause.STARTING, "etcd is starting");
    }

    private static Plan unresponsive(ProcessState.Unresponsive hung) {
        return hung.lasting().compareTo(HUNG) >= 0
                ? new Plan.StopMember(
                        new Reason(Rule.N7, Cause.UNRESPONSIVE, "etcd has not answered for " + hung.lasting()))
                : wait(Rule.N7, Cause.UNRESPONSIVE, "etcd does not answer");
    }

    private static Plan running(NodeView view) {
        Optional<String> givenUp = givenUp(view);
        if (givenUp.isPresent()) {
            return new Plan.StopMember(new Reason(Rule.N3, Cause.FOREIGN_DATA, givenUp.get()));
        }
        Optional<MemberList> list = view.confirmed();
        if (list.isEmpty()) {
            return wait(Rule.N1, Cause.RUNNING, "etcd runs");
        }
        if (!(view.formation() instanceof Formation.Formed) && !(view.formation() instanceof Formation.Unknown)) {
            return new Plan.LatchFormed(
                    list.get().cluster(),
                    new Reason(Rule.N8, Cause.FORMED, "cluster " + list.get().cluster() + " is at work"));
        }
        Optional<Member> own = view.past().id().flatMap(list.get()::find);
        boolean moved = own.filter(member -> member.peerUrls().stream().noneMatch(view.peerUrls()::contains))
                .isPresent();
        return moved
                ? wait(Rule.N9, Cause.MOVED, "the cluster is yet to learn this member's address")
                : wait(Rule.N1, Cause.RUNNING, "etcd runs");
    }

    private Plan stopped(NodeView view, ProcessState.Stopped stopped) {
        return switch (view.data()) {
            case DataState.Locked locked -> refuse(Cause.DATA_LOCKED, "another process has the data directory open");
            case DataState.Foreign foreign -> refuse(Cause.FOREIGN_DATA, foreign.detail());
            case DataState.TooOld old -> refuse(Cause.VERSION_SKIPPED, old.detail());
            case DataState.Present present -> withData(view, stopped);
            case DataState.Empty empty -> withoutData(view, stopped);
            case DataState.Leftovers leftovers -> withoutData(view, stopped);
        };
    }

    /** Why the data here is not of the cluster that exists: after a restore two would accept writes. */
    private static Optional<String> givenUp(NodeView view) {
        return view.formation() instanceof Formation.Formed formed
                        && view.past() instanceof Past.Belonging belonging
                        && !belonging.cluster().equals(formed.cluster())
                ? Optional.of("the data is of cluster " + belonging.cluster() + ", but the cluster is "
                        + formed.cluster() + "; move it away, so that this node joins")
                : Optional.empty();
    }

    private Plan withData(NodeView view, ProcessState.Stopped stopped) {
        Optional<String> givenUp = givenUp(view);
        if (givenUp.isPresent()) {
            return refuse(Cause.FOREIGN_DATA, givenUp.get());
        }
        Optional<MemberId> id = identity(view);
        boolean unlisted = view.confirmed().isPresent()
                && id.isPresent()
                && view.confirmed().flatMap(list -> list.find(id.get())).isEmpty();
        ExitKind ended = stopped.last().map(Exit::kind).orElse(ExitKind.SIGNALLED);
        boolean listed = view.confirmed().isPresent() && !unlisted;
        if (unlisted || (ended == ExitKind.REMOVED && !listed)) {
            return new Plan.MoveDataAside(
                    new Reason(Rule.N2, Cause.REMOVED, "the cluster has removed this node's member"));
        }
        // Whoever counted on it may have begun to do without: this holds for whoever supervises next, too.
        return id.isPresent() && view.own().flatMap(Registration::lost).equals(id)
                ? wait(Rule.N6, Cause.DATA_DAMAGED, "the data of member " + id.get() + " was declared lost")
                : afterEnd(view, stopped, ended);
    }

    /** N6, and N1 where nothing speaks against it. */
    private static Plan afterEnd(NodeView view, ProcessState.Stopped stopped, ExitKind ended) {
        return switch (ended) {
            case AMNESIA, DAMAGED -> untrusted(view, ended);
            case BAD_CONFIGURATION ->
                new Plan.Refuse(new Reason(
                        Rule.N6, Cause.BAD_CONFIGURATION, "etcd does not take its flags; see the end of its log"));
            case SIGNALLED, KILLED, REMOVED, ALREADY_FOUNDED, LIST_CHANGED, NO_PEERS, PORT_IN_USE, UNKNOWN ->
                stopped.fruitless() < FRUITLESS_LIMIT
                        ? new Plan.Resume(new Reason(Rule.N1, Cause.DATA_PRESENT, "the member's data is here"))
                        : new Plan.Refuse(new Reason(
                                Rule.N6,
                                Cause.CRASH_LOOP,
                                "etcd has ended " + stopped.fruitless() + " times in 10 minutes before it answered"));
        };
    }

    /** Data that went back in time or is damaged: where the others have a quorum, this identity is replaced. */
    private static Plan untrusted(NodeView view, ExitKind ended) {
        Cause cause = Cause.DATA_DAMAGED;
        String what = ended == ExitKind.AMNESIA ? "is older than what it had acknowledged" : "is damaged";
        Optional<MemberId> id = identity(view).or(() -> founded(view));
        if (view.confirmed().isEmpty() || id.isEmpty()) {
            return new Plan.Refuse(
                    new Reason(Rule.N6, cause, "the data " + what + ", and without a quorum nothing can replace it"));
        }
        return declare(view, id.get(), Rule.N6, cause, "the data of member " + id.get() + " " + what);
    }

    /**
     * Which member the data here is of. What was declared lost stays so: by then the address may be listed for the
     * successor, which is not the one whose data this is.
     */
    private static Optional<MemberId> identity(NodeView view) {
        return view.past().id().or(() -> view.own().flatMap(Registration::lost));
    }

    /** Which member this node founded the cluster as, where it ended before it learned that itself. */
    private static Optional<MemberId> founded(NodeView view) {
        return view.past() instanceof Past.Founding
                ? view.confirmed()
                        .flatMap(list -> list.findByPeerUrl(view.peerUrls()))
                        .map(Member::id)
                : Optional.empty();
    }

    private Plan withoutData(NodeView view, ProcessState.Stopped stopped) {
        Optional<Registration> namesake = view.rendezvous().registrations().stream()
                .filter(each -> !each.node().equals(view.self()))
                .filter(each -> each.isFresh(timers.suspect()) && each.name().equals(view.name()))
                .findFirst();
        if (namesake.isPresent() && isEarlier(namesake.get(), view)) {
            return refuse(
                    Cause.NAME_TAKEN,
                    "the name " + view.name() + " belongs to the node at "
                            + namesake.get().peerUrls());
        }
        return view.confirmed().isPresent()
                ? Joining.plan(view, stopped, view.confirmed().get(), timers)
                : Founding.plan(view, stopped, timers);
    }

    /** Of two nodes with one name the one that registered first keeps it, and each that runs a member does. */
    private static boolean isEarlier(Registration namesake, NodeView view) {
        long own = view.own().map(Registration::order).orElse(Long.MAX_VALUE);
        return namesake.standing() != Registration.Standing.CANDIDATE || namesake.order() < own;
    }

    /** Whether this supervisor saw the last start write nothing: then nothing that was promised is lost. */
    static boolean wroteNothing(ProcessState.Stopped stopped) {
        return stopped.last().filter(exit -> exit.wrote() == Wrote.NOTHING).isPresent();
    }

    static Plan declare(NodeView view, MemberId lost, Rule rule, Cause cause, String text) {
        boolean declared =
                view.own().flatMap(Registration::lost).filter(lost::equals).isPresent();
        Reason reason = new Reason(rule, cause, text);
        return declared ? new Plan.Wait(reason) : new Plan.DeclareLost(lost, reason);
    }

    static Plan wait(Rule rule, Cause cause, String text) {
        return new Plan.Wait(new Reason(rule, cause, text));
    }

    static Plan refuse(Cause cause, String text) {
        return new Plan.Refuse(new Reason(Rule.N3, cause, text));
    }
}
