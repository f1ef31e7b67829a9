package io.bellwether.election;

import io.bellwether.election.core.ElectionTiming;
import io.bellwether.election.core.EndReason;
import io.bellwether.election.core.Identity;
import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockRecord;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.Notice;
import io.bellwether.execution.sim.SimProcess;
import io.bellwether.execution.sim.SimWorld;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches a simulated election with what no process has, true time and everybody's state, and fails at the first broken
 * invariant (I1 to I11 of election §4.7).
 */
final class ElectionChecker {

    /** Why a term may end when nobody but the candidates touches the lock. */
    private static final Set<EndReason> OWN_ENDS = EnumSet.of(
            EndReason.RESIGNED,
            EndReason.PAUSED,
            EndReason.CLOSED,
            EndReason.VALIDITY_EXPIRED,
            EndReason.WORK_COMPLETED,
            EndReason.WORK_FAILED);

    private final SimWorld world;
    private final SimPlan plan;
    private final Coverage coverage;
    private final List<SimCandidate> candidates = new ArrayList<>();
    private final Map<SimCandidate, Leadership> open = new HashMap<>();
    private final Map<SimCandidate, Set<Leadership>> lapsed = new HashMap<>();
    private final RequestRate rate;
    private long greatestToken = Long.MIN_VALUE;
    private long changedAt;
    private String lastAcquirer = "";
    private String lastLeader = "";
    private boolean tokensWentBack;
    private @Nullable AssertionError violation;
    private long tamperedAt = Long.MIN_VALUE;

    ElectionChecker(SimWorld world, SimPlan plan, Coverage coverage) {
        this.world = world;
        this.plan = plan;
        this.coverage = coverage;
        this.rate = new RequestRate(world, plan);
    }

    Coverage coverage() {
        return coverage;
    }

    void joined(SimCandidate candidate) {
        candidates.add(candidate);
    }

    /** An outsider has changed the lock just now. */
    void tampered() {
        tamperedAt = world.now();
    }

    /** I2, I3, I5: a term begins. */
    void started(SimCandidate candidate, Leadership leadership) {
        coverage.count("terms");
        if (!lastLeader.equals(candidate.identity().instance())) {
            coverage.count("handovers");
            lastLeader = candidate.identity().instance();
        }
        require(
                open.put(candidate, leadership) == null,
                () -> "I5: a term begins before the last one stopped: " + candidate);
        checkOneLeader(candidate);
        long token = leadership.fencingToken().value();
        if (plan.isUndisturbed()) {
            require(token > greatestToken, () -> "I2: token " + token + " after " + greatestToken + ": " + candidate);
        }
        greatestToken = Math.max(greatestToken, token);
    }

    private void checkOneLeader(SimCandidate candidate) {
        List<SimCandidate> others = candidates.stream()
                .filter(other -> other != candidate && other.believes())
                .toList();
        if (others.isEmpty() || plan.isBeyondBelief()) {
            return;
        }
        require(
                plan.outsider() == SimPlan.Outsider.TAMPERS && world.now() <= overlapBound(),
                () -> "I3: two valid leaders: " + candidate + " and " + others + ", last tampering at "
                        + tamperedAt / 1_000_000);
        coverage.count("overlap after tampering");
        long tampering = tamperedAt;
        world.at(overlapBound() + 1, () -> {
            if (tampering == tamperedAt) {
                long leaders =
                        candidates.stream().filter(SimCandidate::believes).count();
                require(leaders <= 1, () -> "the overlap outlives its bound, " + leaders + " leaders");
            }
        });
    }

    /** Whoever was leader when an outsider changed the lock believes at most for its validity from then on. */
    private long overlapBound() {
        ElectionTiming timing = plan.timing();
        long validity = timing.validity().toNanos() * (plan.longestLease() / plan.lease());
        return tamperedAt == Long.MIN_VALUE
                ? Long.MIN_VALUE
                : tamperedAt + (long) (validity / (1 - timing.clockRateError())) + 1;
    }

    /** I4: asks a leadership as a worker does; once invalid it stays so. */
    boolean sampled(SimCandidate candidate, Leadership leadership) {
        boolean valid = leadership.isValid();
        Set<Leadership> known = lapsed.computeIfAbsent(candidate, key -> new HashSet<>());
        if (valid) {
            require(!known.contains(leadership), () -> "I4: a term came back: " + candidate);
        } else {
            known.add(leadership);
        }
        return valid;
    }

    void revoked(SimCandidate candidate, Leadership leadership, EndReason reason) {
        coverage.count("end:" + reason);
        require(open.get(candidate) == leadership, () -> "I5: stopped without started: " + candidate);
        require(
                !plan.isUndisturbed()
                        || OWN_ENDS.contains(reason)
                        || (plan.isCoordinated() && reason == EndReason.PREEMPTED),
                () -> "a term ended for " + reason + " with nobody to blame: " + candidate);
        require(!leadership.isValid(), () -> "REQ-04: invalid before the work is told to stop: " + candidate);
    }

    void noticed(SimCandidate candidate, Notice notice) {
        coverage.count("notice:" + notice.getClass().getSimpleName());
        boolean blames = notice instanceof Notice.StoreRolledBack || notice instanceof Notice.Tampered;
        require(!plan.isUndisturbed() || !blames, () -> "noticed " + notice + " with nobody to blame: " + candidate);
    }

    void stopped(SimCandidate candidate, Leadership leadership) {
        require(open.remove(candidate, leadership), () -> "I5: stopped twice: " + candidate);
    }

    /** I6, I7, I8: a write of a candidate has been committed. */
    void committed(SimProcess writer, Optional<LockSnapshot> before, LockDraft draft) {
        SimCandidate candidate = candidates.stream()
                .filter(each -> each.process() == writer)
                .findFirst()
                .orElseThrow();
        String instance = candidate.identity().instance();
        if (draft.purpose() == LockDraft.Purpose.ACQUIRE) {
            lastAcquirer = instance;
        }
        if (draft.purpose() != LockDraft.Purpose.RENEW) {
            rate.passed();
        }
        boolean ownBefore = before.filter(
                        snapshot -> candidate.wrote(snapshot.record().nonce()))
                .isPresent();
        switch (draft.purpose()) {
            case RELEASE -> {
                coverage.count("released");
                require(
                        ownBefore || plan.outsider() == SimPlan.Outsider.RESTORES,
                        () -> "I7: the release changed a foreign record: " + candidate + " over " + before);
                require(!candidate.isWorking(), () -> "I8: released while the work runs: " + candidate);
            }
            // A restored store gives its versions' names again: a write may then hit what it did not mean.
            case RENEW ->
                require(
                        ownBefore || plan.outsider() == SimPlan.Outsider.RESTORES,
                        () -> "I6: renewed a foreign record: " + candidate + " over " + before);
            case ACQUIRE -> acquired(candidate, before, ownBefore);
        }
        changedAt = world.now();
    }

    private void acquired(SimCandidate candidate, Optional<LockSnapshot> before, boolean ownBefore) {
        boolean held = before.isPresent() && !before.get().record().isFree() && !ownBefore;
        if (!held) {
            coverage.count("acquired free");
            return;
        }
        LockRecord taken = before.get().record();
        if (plan.isCoordinated()) {
            coverage.count("acquired as named");
            require(
                    taken.holder().equals(candidate.identity().holder()),
                    () -> "I6: took what was given to " + taken.holder() + ": " + candidate);
            return;
        }
        if (isDeadPredecessor(candidate, taken)) {
            coverage.count("acquired after a restart in place");
            return;
        }
        coverage.count("acquired expired");
        long waited = world.now() - changedAt;
        long least = (long) (taken.durationSeconds() * 1e9 / (1 + plan.timing().clockRateError()));
        require(
                waited >= least || !plan.isUndisturbed(),
                () -> "I6: took a record that had changed " + waited / 1_000_000 + " ms before: " + candidate);
    }

    /** REQ-34: nobody is deposed when the process that wrote the record is dead. */
    private boolean isDeadPredecessor(SimCandidate candidate, LockRecord taken) {
        return !taken.marks().origin().isEmpty()
                && taken.marks().origin().equals(candidate.origin())
                && candidates.stream().noneMatch(other -> other.process().isAlive() && other.wrote(taken.nonce()));
    }

    /** A write came too late; counted when something else was committed while it was on its way. */
    void conflicted(long sentAt) {
        if (changedAt > sentAt) {
            coverage.count("fault:h: write overtaken on its way");
        }
    }

    /** The store went back, and its tokens with it: from now on they prove nothing in this run. */
    void restored() {
        tokensWentBack = true;
    }

    boolean haveTokensGoneBack() {
        return tokensWentBack;
    }

    /** Whether the writer's is the last term that began, in the order of commits, and its record still names it. */
    boolean isDeposed(Identity writer, Optional<LockSnapshot> current) {
        return !lastAcquirer.equals(writer.instance())
                || current.isEmpty()
                || !current.get().record().holder().equals(writer.holder());
    }

    /** I9: requests in any window of one lease. */
    void requested(SimCandidate candidate) {
        int count = rate.count(candidate);
        coverage.max("most requests in one lease", count);
        require(count <= rate.bound(candidate), () -> "I9: " + count + " requests in one lease: " + candidate);
    }

    /** Fails the run, also when the exception is thrown where a mailbox catches it. */
    void require(boolean condition, Supplier<String> message) {
        if (!condition) {
            AssertionError failure = new AssertionError(message.get());
            violation = violation == null ? failure : violation;
            throw failure;
        }
    }

    /** The same, where the exception that led here must not be hidden by another one. */
    void expect(boolean condition, Supplier<String> message) {
        if (!condition && violation == null) {
            violation = new AssertionError(message.get());
        }
    }

    /** Throws what was found, if anything was. */
    void throwViolation() {
        if (violation != null) {
            throw violation;
        }
    }
}
