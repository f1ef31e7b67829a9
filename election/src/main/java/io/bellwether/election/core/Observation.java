package io.bellwether.election.core;

import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.State.Retry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What follows from seeing a version of the lock. */
final class Observation {

    /** A linearizable read cannot be older than what was seen before; this many in a row are no hiccup of a proxy. */
    private static final int ROLLBACK_READS = 3;

    private Observation() {}

    /** The watch delivered this version; an older one than is known has been overtaken by an answer. */
    static void delivered(Turn turn, LockSnapshot snapshot) {
        switch (orderOf(turn, snapshot)) {
            case SAME -> turn.retry = turn.retry.withOlderReads(0);
            case NEWER -> accept(turn, snapshot, own(turn, snapshot.record()));
            // What is current, a read tells.
            case OTHER -> turn.mustRead();
            case OLDER -> {}
        }
    }

    /** A read found this version; {@code known} is what was known when it was sent. */
    static void read(Turn turn, LockSnapshot snapshot, Optional<LockRevision> known) {
        switch (orderOf(turn, snapshot)) {
            case SAME, NEWER -> delivered(turn, snapshot);
            case OTHER -> rollBack(turn, snapshot);
            case OLDER -> {
                if (known.filter(snapshot.revision()::isBefore).isPresent()) {
                    olderRead(turn, snapshot);
                } else {
                    // Overtaken by the watch: it may have been current when it left the store.
                    turn.retry = turn.retry.withOlderReads(0);
                }
            }
        }
    }

    /** A write was answered: it made this version. */
    static void applied(Turn turn, OwnWrite write, Optional<LockRevision> base, LockSnapshot snapshot) {
        if (base.isPresent() && snapshot.revision().isBefore(base.get())) {
            rollBack(turn, snapshot);
        } else if (orderOf(turn, snapshot) == Order.NEWER) {
            // Recognized from now on by what the store made of it, should it have changed a text on the way.
            accept(turn, snapshot, Optional.of(write.as(snapshot.record())));
        }
        // Else the watch has already delivered this version or a later one, and it decides.
    }

    /** The lock does not exist; {@code deletion} is when it ceased to, where that is known. */
    static void missing(Turn turn, Optional<LockRevision> deletion) {
        switch (turn.lock) {
            case LockKnowledge.Absent absent ->
                turn.lock = new LockKnowledge.Absent(
                        absent.sinceNanos(), absent.claimableAtNanos(), deletion.or(absent::gone));
            case LockKnowledge.Unseen unseen -> {
                turn.lock = new LockKnowledge.Absent(turn.now.nanos(), Long.MIN_VALUE, deletion);
                turn.emit(new Effect.LeaderChanged(Optional.empty()));
            }
            case LockKnowledge.Seen seen -> {
                boolean heldByOther = !seen.snapshot().record().isFree() && !turn.holdsLock();
                turn.lock = new LockKnowledge.Absent(
                        turn.now.nanos(),
                        heldByOther ? Claims.afterDeletion(turn, seen.snapshot().record()) : Long.MIN_VALUE,
                        deletion);
                turn.unresolved = creations(turn);
                if (!seen.snapshot().record().isFree()) {
                    turn.emit(new Effect.LeaderChanged(Optional.empty()));
                }
                Reign.lose(turn, EndReason.LOCK_DELETED);
            }
        }
    }

    /** How a version stands to the newest one known. */
    private enum Order {
        OLDER,
        SAME,
        /** Another one under the same name: a store that went back has given the name again. */
        OTHER,
        NEWER
    }

    private static Order orderOf(Turn turn, LockSnapshot snapshot) {
        LockRevision revision = snapshot.revision();
        Optional<LockRevision> newest = turn.lock.newest();
        if (newest.isEmpty()) {
            return Order.NEWER;
        }
        if (!revision.equals(newest.get())) {
            return revision.isBefore(newest.get()) ? Order.OLDER : Order.NEWER;
        }
        return turn.lock instanceof LockKnowledge.Seen seen ? orderOfNamesake(seen.snapshot(), snapshot) : Order.OLDER;
    }

    private static Order orderOfNamesake(LockSnapshot known, LockSnapshot snapshot) {
        boolean same = known.uid().equals(snapshot.uid()) && known.record().equals(snapshot.record());
        return same ? Order.SAME : Order.OTHER;
    }

    private static void olderRead(Turn turn, LockSnapshot snapshot) {
        int olderReads = turn.retry.olderReads() + 1;
        turn.retry = turn.retry.withOlderReads(olderReads);
        if (olderReads >= ROLLBACK_READS) {
            rollBack(turn, snapshot);
        } else {
            Exchange.lookAgain(turn);
        }
    }

    private static void rollBack(Turn turn, LockSnapshot snapshot) {
        turn.notice(new Notice.StoreRolledBack());
        Reign.lose(turn, EndReason.STORE_ROLLBACK);
        turn.retry = turn.retry.withOlderReads(0);
        // What was written in the store's lost future is no proof of ownership in its present.
        turn.lastOwn = Optional.empty();
        turn.unresolved = List.of();
        accept(turn, snapshot, Optional.empty());
    }

    private static void accept(Turn turn, LockSnapshot snapshot, Optional<OwnWrite> own) {
        LockRecord record = snapshot.record();
        Optional<LockKnowledge.Seen> before =
                turn.lock instanceof LockKnowledge.Seen seen ? Optional.of(seen) : Optional.empty();
        remember(turn, snapshot, before);
        announceHolder(turn, record, before);
        resolve(turn, own);
        if (own.isPresent()) {
            boolean news = turn.lastOwn.isEmpty()
                    || turn.lastOwn.get().number() < own.get().number();
            turn.lastOwn = own;
            ownSeen(turn, own.get(), snapshot, before, news);
        } else {
            foreignSeen(turn, snapshot, before);
            Reign.yielded(turn);
        }
    }

    private static void remember(Turn turn, LockSnapshot snapshot, Optional<LockKnowledge.Seen> before) {
        LockRecord record = snapshot.record();
        if (record.durationSeconds() > 0) {
            turn.memory = turn.memory.withDuration(record.durationSeconds());
        }
        boolean unchanged = before.isPresent()
                && before.get().snapshot().uid().equals(snapshot.uid())
                && before.get().snapshot().record().fingerprint().equals(record.fingerprint());
        // An edit of labels is no sign of life of the holder: the clock of the take-over goes on.
        turn.lock = unchanged
                ? new LockKnowledge.Seen(
                        snapshot, before.get().changedAtNanos(), before.get().claimableAtNanos())
                : new LockKnowledge.Seen(snapshot, turn.now.nanos(), Claims.at(turn, record, before));
    }

    private static void announceHolder(Turn turn, LockRecord record, Optional<LockKnowledge.Seen> before) {
        boolean known =
                before.isPresent() && before.get().snapshot().record().holder().equals(record.holder());
        if (!known) {
            turn.emit(new Effect.LeaderChanged(record.isFree() ? Optional.empty() : Optional.of(record.holder())));
        }
    }

    /**
     * The version moved on: of the writes over the old one, at most the recognized one is in force, and no other can
     * come. A creation replaces no version: it may come for as long as it is on its way, whenever the lock has been
     * deleted. So creations are kept.
     */
    private static void resolve(Turn turn, Optional<OwnWrite> own) {
        boolean inFlight = own.isPresent()
                && turn.operation
                        .flatMap(Operation::write)
                        .filter(write -> write.number() == own.get().number())
                        .isPresent();
        if (inFlight) {
            turn.operation = Optional.empty();
            Exchange.succeeded(turn);
        }
        turn.unresolved = creations(turn).stream()
                .filter(write -> !own.equals(Optional.of(write)))
                .toList();
        Retry retry = turn.retry;
        turn.retry = new Retry(
                retry.failures(),
                own.isPresent() ? retry.conflicts() : 0,
                0,
                retry.notBeforeNanos(),
                retry.nextReadAtNanos(),
                Retry.Next.ANY);
    }

    private static List<OwnWrite> creations(Turn turn) {
        return turn.unresolved.stream().filter(OwnWrite::isCreation).toList();
    }

    private static void ownSeen(
            Turn turn, OwnWrite own, LockSnapshot snapshot, Optional<LockKnowledge.Seen> before, boolean news) {
        if (isAnother(snapshot, before)) {
            // A creation that came late: whoever may have led in between, it is not the term that runs.
            Reign.lose(turn, EndReason.LOCK_DELETED);
        }
        if (news && acquires(turn, own) && !prefersAnother(turn, snapshot.record())) {
            Reign.begin(turn, own, snapshot);
        } else if (tokenMoved(turn, snapshot)) {
            Reign.lose(turn, EndReason.TAMPERED);
        } else if (prefersAnother(turn, snapshot.record())) {
            Reign.revokeKeepingLock(turn, EndReason.PREEMPTED);
            Reign.acknowledge(turn, own);
        } else if (own.purpose() == Purpose.RENEW) {
            Reign.acknowledge(turn, own);
        }
        boolean tampered =
                turn.phase instanceof Phase.Leading && snapshot.record().durationSeconds() != turn.leaseSeconds();
        if (tampered) {
            turn.notice(new Notice.Tampered());
        }
    }

    private static boolean acquires(Turn turn, OwnWrite own) {
        return turn.phase instanceof Phase.Following && own.purpose() == Purpose.ACQUIRE;
    }

    /**
     * The server has begun another term in the meantime, for instance because somebody edited acquireTime: fences
     * refuse ours.
     */
    private static boolean tokenMoved(Turn turn, LockSnapshot snapshot) {
        return turn.phase instanceof Phase.Leading leading
                && snapshot.stampedToken().isPresent()
                && snapshot.stampedToken().getAsLong()
                        != leading.holding().term().token().value();
    }

    private static void foreignSeen(Turn turn, LockSnapshot snapshot, Optional<LockKnowledge.Seen> before) {
        boolean sameHolder = snapshot.record().holder().equals(turn.identity.holder());
        boolean ownInstance = snapshot.record().nonce().startsWith(turn.identity.instance() + ".");
        // The first sight of one's own name may be the record of the process that this one replaces; a change is a sign
        // of life.
        boolean alive =
                before.isPresent() && before.get().snapshot().record().holder().equals(turn.identity.holder());
        if (sameHolder && !ownInstance && alive && !isCoordinators(turn, snapshot.record(), before.get())) {
            turn.notice(new Notice.DuplicateIdentity());
        }
        if (isAnother(snapshot, before)) {
            Reign.lose(turn, EndReason.LOCK_DELETED);
        } else if (sameHolder && !ownInstance) {
            Reign.lose(turn, EndReason.DUPLICATE_IDENTITY);
        } else if (sameHolder || snapshot.record().isFree()) {
            Reign.lose(turn, EndReason.TAMPERED);
        } else {
            Reign.lose(turn, EndReason.FOREIGN_HOLDER);
        }
    }

    /** Whether the lock has been deleted and created since. */
    private static boolean isAnother(LockSnapshot snapshot, Optional<LockKnowledge.Seen> before) {
        return before.isPresent() && !before.get().snapshot().uid().equals(snapshot.uid());
    }

    private static boolean isCoordinators(Turn turn, LockRecord record, LockKnowledge.Seen before) {
        boolean coordinated = !record.coordination().strategy().isEmpty();
        return coordinated && (Claims.isNamedSince(turn, before, record) || !Claims.isRenewedSince(before, record));
    }

    private static Optional<OwnWrite> own(Turn turn, LockRecord record) {
        return Stream.of(
                        turn.operation.flatMap(Operation::write).stream(),
                        turn.unresolved.stream(),
                        turn.lastOwn.stream())
                .flatMap(writes -> writes)
                .filter(write -> write.isIn(record))
                .findFirst();
    }

    /** Whether the coordinator wants another candidate to follow the present holder. */
    static boolean prefersAnother(Turn turn, LockRecord record) {
        String preferred = record.coordination().preferredHolder();
        return !record.coordination().strategy().isEmpty()
                && !preferred.isEmpty()
                && !preferred.equals(turn.identity.holder());
    }
}
