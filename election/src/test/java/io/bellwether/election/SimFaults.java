package io.bellwether.election;

import io.bellwether.election.core.Candidacy.Tenure;
import io.bellwether.execution.sim.SimNetwork;
import io.bellwether.execution.sim.SimProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Everything that goes wrong in a run, at random. The letters in the counters are those of election §4.3; the kinds
 * that have none of their own here happen by themselves and are counted where they are seen.
 */
final class SimFaults {

    /** One kind of fault, done to one candidate. */
    @FunctionalInterface
    private interface Fault {
        void strike(int index);
    }

    private final SimArena arena;
    private final SimPlan plan;
    private final RandomGenerator random;
    private final List<Fault> kinds = new ArrayList<>();

    SimFaults(SimArena arena) {
        this.arena = arena;
        this.plan = arena.plan;
        this.random = arena.random;
        kinds.addAll(List.of(
                this::crash,
                this::pause,
                this::pause,
                index -> partition(index, true, true),
                index -> partition(index, true, false),
                index -> partition(index, false, true),
                index -> degrade(),
                this::jumpWall,
                this::changeRate,
                index -> breakWatches(),
                this::stallWatch,
                this::stepDown,
                index -> refuseOrEdit(),
                this::slowAnswers,
                this::starve,
                index -> serveStaleReads(),
                this::suspend));
        addOutsider(new SimOutsider(arena));
        if (plan.habits().restless()) {
            kinds.addAll(Collections.nCopies(3 * kinds.size(), index -> leaderStepsDown()));
        }
    }

    private void addOutsider(SimOutsider outsider) {
        switch (plan.outsider()) {
            case HARMLESS -> {}
            case COORDINATES -> new SimCoordinator(arena).look();
            case TAMPERS -> {
                for (int share = 0; share < 7; share++) {
                    kinds.add(outsider::tamper);
                }
            }
            case RESTORES -> kinds.addAll(List.of(index -> outsider.restore(), index -> outsider.restore()));
            case FORCES -> kinds.addAll(Collections.nCopies(3, index -> outsider.force()));
        }
    }

    /** Lets faults happen until then, on average two in a lease; restless leaders step down six times in one beside. */
    void scheduleUntil(long until) {
        double mean = plan.habits().restless() ? plan.lease() / 8.0 : plan.lease() / 2.0;
        long at = arena.world.now() + (long) (-Math.log(1 - random.nextDouble()) * mean);
        if (at < until) {
            arena.world.at(at, () -> {
                kinds.get(random.nextInt(kinds.size())).strike(random.nextInt(arena.candidates.size()));
                scheduleUntil(until);
            });
        }
    }

    private void count(String what) {
        arena.coverage.count("fault:" + what);
    }

    private void later(Runnable end) {
        arena.world.at(arena.world.now() + arena.someTime(), end);
    }

    private void crash(int index) {
        count("crash");
        SimCandidate old = arena.candidates.get(index);
        old.process().crash();
        boolean comesBackThere = random.nextBoolean();
        arena.world.at(arena.world.now() + arena.someTime() / 2, () -> {
            if (plan.tenure() == Tenure.LIFE && !comesBackThere && arena.isHolderDead()) {
                count("holder for life deleted");
                arena.register.delete();
            }
            if (arena.candidates.get(index) == old) {
                arena.candidates.set(index, arena.join(index));
            }
        });
    }

    private void pause(int index) {
        SimProcess process = arena.candidates.get(index).process();
        boolean strange = plan.habits().strangeMachines();
        if (strange && random.nextInt(4) == 0 && arena.candidates.get(index).canBeCopied()) {
            count("d: process copied");
            arena.copy(arena.candidates.get(index));
            return;
        }
        boolean freezes = strange && random.nextBoolean();
        count(freezes ? "c: clock frozen" : "a: paused");
        process.pause();
        if (freezes) {
            process.simClock().freeze();
        }
        later(() -> {
            if (freezes) {
                process.simClock().unfreeze();
            }
            process.resume();
        });
    }

    /** The machine sleeps through several leases; the clock counts that. */
    private void suspend(int index) {
        count("b: suspended");
        SimProcess process = arena.candidates.get(index).process();
        process.pause();
        arena.world.at(arena.world.now() + 4 * plan.lease(), process::resume);
    }

    private void partition(int index, boolean requests, boolean answers) {
        count("partition" + (requests ? " requests" : "") + (answers ? " answers" : ""));
        String name = arena.candidates.get(index).process().name();
        if (requests) {
            arena.network.block(name, SimServer.NAME);
        }
        if (answers) {
            arena.network.block(SimServer.NAME, name);
        }
        later(() -> {
            arena.network.unblock(name, SimServer.NAME);
            arena.network.unblock(SimServer.NAME, name);
        });
    }

    /** Answers take long, and then no request gets through: who counts from the answer believes too long. */
    private void slowAnswers(int index) {
        count("g: answers late, then none");
        String name = arena.candidates.get(index).process().name();
        arena.network.slow(SimServer.NAME, name, Duration.ofNanos((long) (plan.lease() * random.nextDouble() / 2)));
        long deaf = arena.world.now() + (long) (plan.lease() * random.nextDouble());
        arena.world.at(deaf, () -> arena.network.block(name, SimServer.NAME));
        arena.world.at(deaf + plan.lease() + arena.someTime() / 2, () -> {
            arena.network.unblock(name, SimServer.NAME);
            arena.network.slow(SimServer.NAME, name, Duration.ZERO);
        });
    }

    private void degrade() {
        count("bad network");
        arena.network.quality(new SimNetwork.Quality(
                Duration.ofMillis(1),
                Duration.ofMillis(1 + random.nextInt(100)),
                0.2 * random.nextDouble(),
                Duration.ofNanos(1_000_000_000 + (long) (plan.lease() * random.nextDouble())),
                0.3 * random.nextDouble(),
                0.1 * random.nextDouble()));
        later(() -> arena.network.quality(SimNetwork.Quality.GOOD));
    }

    private void jumpWall(int index) {
        count("f: wall clock jumps");
        arena.candidates.get(index).process().simClock().jumpWall(Duration.ofSeconds(random.nextLong(-3600, 3600)));
    }

    private void changeRate(int index) {
        count("e: clock rate changes");
        double bound = plan.clockRateError();
        arena.candidates.get(index).process().simClock().rateError(random.nextBoolean() ? bound : -bound);
    }

    private void breakWatches() {
        count("watches break");
        arena.server.breakWatches();
    }

    private void stallWatch(int index) {
        count("k: watch stalls");
        arena.server.stallWatches(arena.candidates.get(index).process());
    }

    private void stepDown(int index) {
        SimCandidate candidate = arena.candidates.get(index);
        switch (random.nextInt(3)) {
            case 0 -> {
                count("resigns");
                candidate.resign("");
            }
            case 1 -> {
                count("resigns to a successor");
                candidate.resign("p" + random.nextInt(arena.candidates.size()));
            }
            default -> {
                count("pauses its candidacy");
                candidate.rest();
                later(candidate::goOn);
            }
        }
    }

    private void leaderStepsDown() {
        arena.leaders().forEach(leader -> {
            count("leader steps down");
            leader.resign(random.nextBoolean() ? "" : "p" + random.nextInt(arena.candidates.size()));
        });
    }

    private void refuseOrEdit() {
        if (random.nextBoolean()) {
            count("server refuses");
            arena.server.refuseUntil(arena.world.now() + arena.someTime());
        } else {
            count("label edited");
            // The same record in a new version: no sign of life of the holder.
            arena.register.edit(record -> record);
        }
    }

    private void serveStaleReads() {
        count("j: stale reads");
        arena.server.serveStaleReadsUntil(arena.world.now() + arena.someTime());
    }

    /** The threads that the protocol would run on are all taken; the work goes on. */
    private void starve(int index) {
        count("r: protocol starved");
        SimCandidate candidate = arena.candidates.get(index);
        candidate.starve();
        later(candidate::feed);
    }
}
