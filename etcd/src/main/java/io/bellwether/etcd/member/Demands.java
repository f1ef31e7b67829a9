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
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a person has to put right before a node can be of use: said at the start, in one line, before anything is
 * changed.
 *
 * <p>Threads: owned by the supervisor's thread.
 */
final class Demands {

    private static final Set<Cause> FATAL = Set.of(
            Cause.FOREIGN_DATA, Cause.NAME_TAKEN, Cause.VERSION_SKIPPED, Cause.BAD_CONFIGURATION, Cause.DATA_LOCKED);

    private static final Logger log = LoggerFactory.getLogger(Demands.class);

    /** So long an earlier supervisor's guard may take to end its etcd. */
    private static final Duration PREDECESSOR = Duration.ofSeconds(15);

    /**
     * What an earlier life of this node said counts as fresh for the time of doubt, once in discovery and, from when it
     * was first read there, once in the cluster; and a little more.
     */
    private static final int LIVES_HEARD = 3;

    /** Rounds further apart leave a gap in which nobody watched. */
    private static final Duration WATCHED = Duration.ofSeconds(10);

    private final MemberOptions options;
    private final Clock clock;
    private final Duration namesake;
    private final Held<String, Optional<Cause>> refused = new Held<>(WATCHED);
    private boolean atWork;
    private boolean heard;
    private boolean forgotten;

    /** @param suspect the time for which what a node said counts as fresh */
    Demands(MemberOptions options, Clock clock, Duration suspect) {
        this.options = options;
        this.clock = clock;
        this.namesake = suspect.multipliedBy(LIVES_HEARD);
    }

    /** etcd answers: from now on nothing ends the supervision. */
    void atWork() {
        atWork = true;
    }

    /** A token that discovery took before, or whose cluster is known, is right: it is discovery that has forgotten. */
    void check(Word word, NodeRecord record) {
        heard |= word instanceof Word.Heard || word instanceof Word.Conflict;
        boolean newcomer = !heard
                && !record.formedSeen()
                && record.past() instanceof Past.None
                && record.knownClients().isEmpty();
        if (!(word instanceof Word.WrongToken(String text))) {
            forgotten = false;
            return;
        }
        if (!atWork && newcomer) {
            throw new MemberException(
                    Reason.WRONG_TOKEN, "the discovery address " + options.discovery() + " is wrong: " + text);
        }
        if (!forgotten) {
            forgotten = true;
            log.atWarn().addKeyValue("reason", text).log("Went on with a token that discovery has forgotten");
        }
    }

    void check(Plan plan, ProcessState state) {
        Cause cause = plan.reason().cause();
        Optional<Cause> refusal = plan instanceof Plan.Refuse ? Optional.of(cause) : Optional.empty();
        Duration lasting = refused.note("the node", refusal, clock.nanos());
        boolean fatal = refusal.filter(FATAL::contains).isPresent() && lasting.compareTo(patience(cause)) >= 0;
        if (fatal && !atWork) {
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

    /** What an earlier life of this node left behind passes by itself. */
    private Duration patience(Cause cause) {
        return cause == Cause.DATA_LOCKED ? PREDECESSOR : cause == Cause.NAME_TAKEN ? namesake : Duration.ZERO;
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
