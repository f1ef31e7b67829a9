package io.bellwether.election;

import io.bellwether.election.core.LockRecord;
import io.bellwether.election.core.LockRecord.Coordination;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.Marks;
import io.bellwether.execution.sim.SimProcess;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who elects where the candidates do not: names a holder when there is none or the named one has not renewed, and now
 * and then prefers another one, as the coordinator of an API server does. It goes by true time, and looks every quarter
 * of a lease.
 */
final class SimCoordinator {

    /** One look in so many ends a term. */
    private static final int TERM_ENDS = 8;

    private static final String STRATEGY = "OldestEmulationVersion";

    private final SimArena arena;
    private String seen = "";
    private long changedAt;

    SimCoordinator(SimArena arena) {
        this.arena = arena;
    }

    /** Looks now, and again and again. */
    void look() {
        Optional<LockRecord> record = arena.register.current().map(LockSnapshot::record);
        String now = record.map(LockRecord::fingerprint).orElse("");
        if (!now.equals(seen)) {
            seen = now;
            changedAt = arena.world.now();
        }
        if (record.isEmpty() || record.get().isFree() || hasExpired(record.get())) {
            name(record);
        } else if (isRestless() && prefersNobody(record.get()) && arena.random.nextInt(TERM_ENDS) == 0) {
            someone().ifPresent(successor -> prefer(successor, record.get()));
        }
        arena.world.at(arena.world.now() + arena.plan.lease() / 4, this::look);
    }

    /** As long as there are faults; then it lets the leader lead. */
    private boolean isRestless() {
        return arena.world.now() < arena.plan.habits().faultyLeases() * arena.plan.lease();
    }

    private boolean hasExpired(LockRecord record) {
        double lease = record.durationSeconds() * 1e9;
        return arena.world.now() - changedAt > lease * (1 + arena.plan.clockRateError());
    }

    private static boolean prefersNobody(LockRecord record) {
        return record.coordination().preferredHolder().isEmpty();
    }

    private Optional<String> someone() {
        List<SimCandidate> there = arena.candidates.stream()
                .filter(candidate -> runs(candidate.process()))
                .toList();
        return there.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        there.get(arena.random.nextInt(there.size())).identity().holder());
    }

    private static boolean runs(SimProcess process) {
        return process.isAlive() && !process.isPaused();
    }

    /** As an API server does it: what the last holder has written beside these fields stays. */
    private void name(Optional<LockRecord> before) {
        Optional<String> preferred =
                before.map(record -> record.coordination().preferredHolder()).filter(name -> !name.isEmpty());
        preferred.or(this::someone).ifPresent(holder -> {
            arena.coverage.count("coordinator names a holder");
            LockRecord named = LockRecord.of(
                    holder,
                    arena.plan.lease() / 1_000_000_000,
                    "",
                    Instant.EPOCH.plusNanos(arena.world.now()).toString(),
                    before.map(LockRecord::transitions).orElse(0L),
                    before.map(LockRecord::marks).orElse(Marks.NONE));
            arena.register.write(LockRegister.coordinated(named, new Coordination(STRATEGY, "")));
        });
    }

    private void prefer(String successor, LockRecord record) {
        arena.coverage.count("coordinator prefers a holder");
        arena.register.write(LockRegister.coordinated(record, new Coordination(STRATEGY, successor)));
    }
}
