package io.bellwether.etcd.member;

import io.bellwether.etcd.core.Cause;
import io.bellwether.etcd.core.ExitKind;
import io.bellwether.etcd.core.Formation;
import io.bellwether.etcd.core.Past;
import io.bellwether.etcd.core.Plan;
import io.bellwether.etcd.core.ProcessState;
import io.bellwether.etcd.discovery.Word;
import io.bellwether.etcd.gateway.EtcdClient.Confirmed;
import io.bellwether.etcd.member.MemberException.Reason;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What a person has to put right before a node can be of use: said at the start, in one line, before anything is
 * changed.
 *
 * <p>Threads: owned by the supervisor's thread.
 */
final class Demands {

    private static final Set<Cause> FATAL = Set.of(
            Cause.FOREIGN_DATA, Cause.NAME_TAKEN, Cause.VERSION_SKIPPED, Cause.BAD_CONFIGURATION, Cause.DATA_LOCKED);

    /** So long an earlier supervisor's guard may take to end its etcd, and an earlier life's report to grow old. */
    private static final Duration PREDECESSOR = Duration.ofSeconds(15);

    private final MemberOptions options;
    private final Clock clock;
    private final Deadline predecessor;
    private boolean atWork;

    Demands(MemberOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        this.predecessor = Deadline.after(clock, PREDECESSOR);
    }

    /** etcd answers: from now on nothing ends the supervision. */
    void atWork() {
        atWork = true;
    }

    void check(Word word, NodeRecord record) {
        // Who has seen the cluster at work knows better than a discovery that has forgotten it.
        boolean newcomer = !record.formedSeen() && record.past() instanceof Past.None;
        if (word instanceof Word.WrongToken(String text) && !atWork && newcomer) {
            throw new MemberException(
                    Reason.WRONG_TOKEN, "the discovery address " + options.discovery() + " is wrong: " + text);
        }
    }

    void check(Plan plan, ProcessState state) {
        Cause cause = plan.reason().cause();
        boolean passing = cause == Cause.DATA_LOCKED || cause == Cause.NAME_TAKEN;
        boolean patient = passing && !predecessor.isOver(clock);
        if (plan instanceof Plan.Refuse && !atWork && FATAL.contains(cause) && !patient) {
            throw new MemberException(Reason.REFUSED, plan.reason().text());
        }
        boolean wrongFlags = state instanceof ProcessState.Stopped stopped
                && stopped.last()
                        .filter(exit -> exit.kind() == ExitKind.BAD_CONFIGURATION)
                        .isPresent();
        if (wrongFlags && !atWork) {
            throw new MemberException(
                    Reason.REFUSED,
                    "etcd does not take its flags; see the end of "
                            + options.stateDir().resolve("etcd.log"));
        }
    }

    /** A newcomer that asks for another size is told; who has been here follows what the cluster remembers. */
    void checkSize(Optional<Confirmed> confirmed, Formation formation, NodeRecord record) {
        if (atWork || options.wishes().size().isEmpty() || !(record.past() instanceof Past.None)) {
            return;
        }
        int wished = options.wishes().size().get();
        Optional<Integer> known = confirmed
                .flatMap(Confirmed::read)
                .flatMap(stored -> Settings.parse(stored.value()))
                .map(Settings::size)
                .or(() -> formation instanceof Formation.Unclaimed(int size) ? Optional.of(size) : Optional.empty());
        known.filter(size -> size != wished).ifPresent(size -> {
            throw new MemberException(
                    Reason.REFUSED,
                    "--cluster-size " + wished + " contradicts the cluster's size of " + size
                            + "; leave it out, or change the size with bellwether etcd resize");
        });
    }
}
