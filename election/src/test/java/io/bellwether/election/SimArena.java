package io.bellwether.election;

import io.bellwether.election.core.Candidacy;
import io.bellwether.election.core.ElectionTiming;
import io.bellwether.election.core.Identity;
import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockRecord;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.sim.SimClock;
import io.bellwether.execution.sim.SimNetwork;
import io.bellwether.execution.sim.SimProcess;
import io.bellwether.execution.sim.SimWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The world of one run: the server, the network, and the candidates that come and go. */
final class SimArena {

    final SimWorld world;
    final RandomGenerator random;
    final SimPlan plan;
    final Coverage coverage;
    final SimNetwork network;
    final LockRegister register = new LockRegister();
    final SimServer server;
    final ElectionChecker checker;
    final List<SimCandidate> candidates = new ArrayList<>();
    final List<LockRecord> history = new ArrayList<>();
    private final FencedResource resource;
    private long incarnations;

    SimArena(long seed, SimPlan plan, Coverage coverage) {
        this.world = new SimWorld(seed);
        this.random = world.random();
        this.plan = plan;
        this.coverage = coverage;
        this.network = new SimNetwork(world, SimNetwork.Quality.GOOD);
        this.checker = new ElectionChecker(world, plan, coverage);
        this.server = new SimServer(world, network, register, new SimServer.CommitListener() {
            @Override
            public void committed(
                    SimProcess writer, Optional<LockSnapshot> before, LockDraft draft, LockSnapshot after) {
                checker.committed(writer, before, draft);
                history.add(after.record());
            }

            @Override
            public void conflicted(SimProcess writer, long sentAt) {
                checker.conflicted(sentAt);
            }
        });
        this.resource = new FencedResource(register, checker);
    }

    /** Lets time pass; fails when anything went wrong in it. */
    void runUntil(long trueNanos) {
        world.runUntil(trueNanos);
        checker.throwViolation();
    }

    /** A process begins in that place. */
    SimCandidate join(int place) {
        double rateError = plan.clockRateError() * (2 * random.nextDouble() - 1);
        SimClock clock = new SimClock(world, random.nextLong(1L << 50), rateError);
        clock.jumpWall(Duration.ofSeconds(random.nextLong(-7200, 7200)));
        String holder = plan.habits().sameIdentity() ? "same" : "p" + place;
        String instance = place + "-" + incarnations++ + "-"
                + Randomness.uuid(random).toString().substring(0, 8);
        Candidacy candidacy = new Candidacy(
                new Identity(holder, instance),
                timing(place),
                plan.tenure(),
                Candidacy.AfterLoss.RECAMPAIGN,
                plan.isCoordinated() ? Candidacy.Elector.COORDINATOR : Candidacy.Elector.CANDIDATES,
                plan.habits().origins() ? "place" + place : "",
                Map.of());
        SimCandidate candidate = new SimCandidate(this, resource, new SimProcess(world, "p" + place, clock), candidacy);
        checker.joined(candidate);
        candidate.start();
        return candidate;
    }

    private ElectionTiming timing(int place) {
        boolean longer = plan.habits().mixedLeases() && place % 2 == 1;
        return longer ? twice(plan.timing()) : plan.timing();
    }

    private static ElectionTiming twice(ElectionTiming timing) {
        return new ElectionTiming(
                timing.leaseDuration().multipliedBy(2),
                timing.renewEvery().multipliedBy(2),
                timing.attemptTimeout().multipliedBy(2),
                timing.jeopardyAfter().multipliedBy(2),
                timing.stopGrace().multipliedBy(2),
                timing.drainLimit().multipliedBy(2),
                timing.margin().multipliedBy(2),
                timing.clockRateError(),
                timing.pollEvery().multipliedBy(2));
    }

    /** A copy of that process as it stands, on another machine, which goes on for itself. */
    void copy(SimCandidate original) {
        SimClock clock = original.process().simClock();
        SimClock continued = new SimClock(world, clock.nanos(), plan.clockRateError() * (2 * random.nextDouble() - 1));
        continued.jumpWall(
                Duration.between(continued.wallTime(), clock.wallTime()).plusMillis(1));
        SimProcess process = new SimProcess(world, original.process().name() + "'", continued);
        SimCandidate copy = new SimCandidate(this, resource, process, original);
        checker.joined(copy);
        candidates.add(copy);
        copy.start();
    }

    /** From a fraction of a lease to nearly three of them. */
    long someTime() {
        double share = random.nextDouble();
        return (long) (plan.lease() * (0.05 + 2.7 * share * share));
    }

    /** Whether the record is that of a process that is dead. */
    boolean isHolderDead() {
        return register.current()
                .filter(snapshot -> !snapshot.record().isFree())
                .filter(snapshot -> candidates.stream()
                        .noneMatch(candidate -> candidate.process().isAlive()
                                && candidate.wrote(snapshot.record().nonce())))
                .isPresent();
    }

    List<SimCandidate> leaders() {
        return candidates.stream().filter(SimCandidate::believes).toList();
    }
}
