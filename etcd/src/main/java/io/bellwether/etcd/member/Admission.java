package io.bellwether.etcd.member;

import io.bellwether.etcd.core.Formation;
import io.bellwether.etcd.core.Registration.Standing;
import io.bellwether.etcd.discovery.Board;
import io.bellwether.etcd.discovery.Discovery;
import io.bellwether.etcd.discovery.Word;
import io.bellwether.etcd.member.MemberException.Reason;
import io.bellwether.etcd.security.NodeIdentity;
import io.bellwether.execution.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a node of a secured cluster its certificate, before anything else, and the next one when it is due.
 *
 * <p>Shape: the authority is the one that lies here, else the one that discovery keeps, else, while no member is known,
 * a new one, if nobody else was faster.
 *
 * <p>Threads: owned by the supervisor's thread.
 */
final class Admission {

    private static final Logger log = LoggerFactory.getLogger(Admission.class);

    private final NodeIdentity identity;
    private final Discovery discovery;
    private final Machine machine;
    private String waitingFor = "";
    private boolean heard;

    Admission(NodeIdentity identity, Discovery discovery, Machine machine) {
        this.identity = identity;
        this.discovery = discovery;
        this.machine = machine;
    }

    /** Whether the node has a certificate that will do. */
    boolean isGranted() throws IOException {
        if (identity.isReady()) {
            identity.keepUp(machine.clock().wallTime());
            return true;
        }
        Optional<String> known = identity.sealed();
        if (known.isPresent()) {
            // Discovery may have lost it.
            machine.executor().execute(() -> discovery.keep(known.get()));
            return accept(known.get());
        }
        return hear(discovery.board());
    }

    /** Once, where nobody waits for it. */
    void require(Path folder) throws IOException {
        if (!isGranted()) {
            throw new MemberException(
                    Reason.REFUSED,
                    "the cluster's authority lies not in " + folder + ", and discovery does not tell it: "
                            + waitingFor);
        }
    }

    private boolean hear(Word word) throws IOException {
        return switch (word) {
            case Word.Heard(Board board) -> read(board);
            case Word.Conflict(Board board) -> read(board);
            case Word.WrongToken(String text) -> refuse(text);
            case Word.Silence(String text) -> waitFor(text);
        };
    }

    /** A token that discovery took before is right: it has lost what it knew. */
    private boolean refuse(String text) {
        if (!heard) {
            throw new MemberException(Reason.WRONG_TOKEN, "discovery does not take the join token: " + text);
        }
        return waitFor(text);
    }

    private boolean read(Board board) throws IOException {
        heard = true;
        if (board.authority().isPresent()) {
            return accept(board.authority().get());
        }
        boolean atWork = board.formation() instanceof Formation.Formed
                || board.reports().stream()
                        .anyMatch(report -> report.registration().standing() == Standing.MEMBER);
        if (atWork) {
            return waitFor("a member that tells discovery the cluster's authority");
        }
        String proposed = identity.found(machine.clock().wallTime());
        return switch (discovery.keep(proposed)) {
            case Word.Heard(Board kept) ->
                kept.authority().isPresent() && accept(kept.authority().get());
            case Word.Conflict(Board kept) ->
                kept.authority().isPresent() && accept(kept.authority().get());
            case Word.WrongToken(String text) -> waitFor(text);
            case Word.Silence(String text) -> waitFor(text);
        };
    }

    private boolean accept(String sealed) throws IOException {
        if (!identity.accept(sealed, machine.clock().wallTime())) {
            throw new MemberException(
                    Reason.WRONG_TOKEN,
                    "the join token does not open this cluster's authority: its secret is another cluster's");
        }
        return true;
    }

    private boolean waitFor(String what) {
        if (!what.equals(waitingFor)) {
            waitingFor = what;
            log.atInfo().addKeyValue("reason", what).log("Waited for the cluster's authority");
        }
        return false;
    }
}
