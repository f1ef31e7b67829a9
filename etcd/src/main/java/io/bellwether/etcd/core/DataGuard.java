package io.bellwether.etcd.core;

import io.bellwether.etcd.core.Registration.Standing;
import java.util.Optional;

/**
 * Says no to steps of a node that could cost data or make a second cluster, whoever planned them and why.
 *
 * <p>It knows three questions only. Could there be a cluster already? Could this node's data be counted on by others?
 * Has this life of the disk been promised away before? It shares no code with the planner.
 */
public final class DataGuard {

    /** The guard; it has no state. */
    public DataGuard() {}

    /** The verdict on a step about a node. */
    public Verdict check(NodeView view, Plan step) {
        Optional<String> objection = switch (step) {
            case Plan.ProposeFounders propose -> propose(view);
            case Plan.Bootstrap bootstrap -> bootstrap(view);
            case Plan.StartMember start -> start(view, start);
            case Plan.MoveDataAside aside -> moveAside(view);
            case Plan.Resume resume -> resume(view);
            case Plan.MembershipChange change -> Optional.of("this is not a node's to decide");
            case Plan.Wait wait -> Optional.empty();
            case Plan.Refuse refuse -> Optional.empty();
            case Plan.LatchFormed latch -> Optional.empty();
            case Plan.StopMember stop -> Optional.empty();
            case Plan.DeclareLost lost -> declareLost(view, lost);
            case Plan.MoveLeader move -> Optional.empty();
            case Plan.SaveSnapshot save -> Optional.empty();
            case Plan.GrantRestart restart -> Optional.empty();
        };
        return objection.<Verdict>map(Verdict.Denied::new).orElseGet(Verdict.Agreed::new);
    }

    private static Optional<String> propose(NodeView view) {
        if (couldExist(view)) {
            return Optional.of("a cluster may exist");
        }
        return view.formation() instanceof Formation.Agreed agreed
                        && !agreed.begun().isEmpty()
                ? Optional.of("a founder has begun")
                : Optional.empty();
    }

    private static Optional<String> bootstrap(NodeView view) {
        if (view.data() instanceof DataState.Present || view.cluster().isPresent() || view.formedSeen()) {
            return Optional.of("a cluster exists");
        }
        if (!(view.formation() instanceof Formation.Agreed agreed)) {
            return Optional.of("nobody has agreed on founders");
        }
        Seat own = agreed.seats().stream()
                .filter(seat -> seat.node().equals(view.self()))
                .findAny()
                .orElse(null);
        if (own == null || !own.incarnation().value().equals(view.incarnation().value())) {
            return Optional.of("no seat is for this life of this node");
        }
        boolean before = agreed.begun().contains(view.self()) || !(view.past() instanceof Past.None);
        return before && !sawNothingWritten(view) ? Optional.of("this founder had begun before") : Optional.empty();
    }

    private static Optional<String> start(NodeView view, Plan.StartMember start) {
        if (!(view.data() instanceof DataState.Empty)) {
            return Optional.of("the directory is not empty");
        }
        if (!(view.past() instanceof Past.None) && !sawNothingWritten(view)) {
            return Optional.of("this life of the disk has been a member before");
        }
        Optional<Member> place = view.confirmed().flatMap(list -> list.find(start.member()));
        return place.isPresent() && place.get().name().isEmpty()
                ? Optional.empty()
                : Optional.of("no place that was never taken is held for this node");
    }

    private static Optional<String> moveAside(NodeView view) {
        if (!(view.process() instanceof ProcessState.Stopped stopped)) {
            return Optional.of("the member runs");
        }
        if (!(view.data() instanceof DataState.Present)) {
            return Optional.empty();
        }
        boolean told =
                stopped.last().filter(exit -> exit.kind() == ExitKind.REMOVED).isPresent();
        if (view.confirmed().isEmpty()) {
            return told ? Optional.empty() : Optional.of("nobody says that the member was removed");
        }
        // A founder that ended before it learned who it was has said which member it gives up.
        Optional<MemberId> whose = view.past().id().or(() -> givenUp(view));
        return whose.isEmpty() || view.confirmed().get().find(whose.get()).isPresent()
                ? Optional.of("the cluster counts on this data")
                : Optional.empty();
    }

    private static Optional<MemberId> givenUp(NodeView view) {
        return view.rendezvous().registrations().stream()
                .filter(each -> each.node().equals(view.self()))
                .findFirst()
                .flatMap(Registration::lost);
    }

    private static Optional<String> resume(NodeView view) {
        Optional<MemberId> lost = givenUp(view);
        if (lost.isPresent() && view.past().id().or(() -> lost).equals(lost)) {
            return Optional.of("this node has said that the data is lost");
        }
        return view.data() instanceof DataState.Present
                ? Optional.empty()
                : Optional.of("there is no data to resume with");
    }

    private static Optional<String> declareLost(NodeView view, Plan.DeclareLost lost) {
        boolean trusted = view.data() instanceof DataState.Present
                && view.process() instanceof ProcessState.Stopped stopped
                && stopped.last()
                        .filter(exit -> exit.kind() == ExitKind.AMNESIA || exit.kind() == ExitKind.DAMAGED)
                        .isEmpty();
        return trusted || !(view.process() instanceof ProcessState.Stopped)
                ? Optional.of("the data of " + lost.member() + " is here")
                : Optional.empty();
    }

    private static boolean couldExist(NodeView view) {
        return view.formedSeen()
                || !(view.past() instanceof Past.None)
                || view.cluster().isPresent()
                || view.data() instanceof DataState.Present
                || view.formation() instanceof Formation.Formed
                || view.formation() instanceof Formation.Unknown
                || view.rendezvous().registrations().stream()
                        .anyMatch(each -> each.standing() != Standing.CANDIDATE
                                || each.member().isPresent());
    }

    private static boolean sawNothingWritten(NodeView view) {
        return view.process() instanceof ProcessState.Stopped stopped
                && stopped.last()
                        .filter(exit -> exit.wrote() == ProcessState.Exit.Wrote.NOTHING)
                        .isPresent();
    }
}
