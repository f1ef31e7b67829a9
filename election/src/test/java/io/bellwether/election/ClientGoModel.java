package io.bellwether.election;

import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.Marks;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import io.bellwether.execution.sim.SimProcess;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A candidate by client-go's rules, as far as they matter for overlap: polls, waits a lease from what it has seen
 * change, and as a leader gives up only when renewing has failed for the renew deadline, counted from after the last
 * answer.
 */
final class ClientGoModel {

    private static final long LEASE = 15_000_000_000L;
    private static final long RENEW_DEADLINE = 10_000_000_000L;
    private static final long RETRY = 2_000_000_000L;

    private final SimProcess process;
    private final LockStore lock;
    private final String name;
    private final RandomGenerator random;
    private @Nullable LockSnapshot seen;
    private long changedAt;
    private long attempts;
    private boolean leads;
    private long roundBegan;

    ClientGoModel(SimProcess process, LockStore lock, String name, RandomGenerator random) {
        this.process = process;
        this.lock = lock;
        this.name = name;
        this.random = random;
    }

    void start() {
        later(0, this::acquire);
    }

    boolean leads() {
        return leads;
    }

    private void acquire() {
        lock.read(Duration.ofNanos(RENEW_DEADLINE), this::consider);
    }

    private void consider(ReadResult result) {
        boolean free = result instanceof ReadResult.Missing;
        if (result instanceof ReadResult.Found found) {
            boolean changed = seen == null
                    || !seen.record()
                            .fingerprint()
                            .equals(found.snapshot().record().fingerprint());
            changedAt = changed ? now() : changedAt;
            seen = found.snapshot();
            free = seen.record().isFree() || now() - changedAt > LEASE;
        }
        if (free) {
            write(Purpose.ACQUIRE, this::acquired);
        } else {
            later((long) (RETRY * (1 + 1.2 * random.nextDouble())), this::acquire);
        }
    }

    private void acquired(WriteResult result) {
        if (result instanceof WriteResult.Applied applied) {
            seen = applied.snapshot();
            leads = true;
            later(RETRY, this::beginRound);
        } else {
            later(RETRY, this::acquire);
        }
    }

    private void beginRound() {
        roundBegan = now();
        renew();
    }

    private void renew() {
        write(Purpose.RENEW, this::renewed);
    }

    private void renewed(WriteResult result) {
        if (result instanceof WriteResult.Applied applied) {
            seen = applied.snapshot();
            later(RETRY, this::beginRound);
        } else if (now() - roundBegan >= RENEW_DEADLINE) {
            leads = false;
            later(RETRY, this::acquire);
        } else {
            later(RETRY, this::renew);
        }
    }

    private void write(Purpose purpose, Consumer<WriteResult> answer) {
        LockDraft draft = new LockDraft(
                purpose,
                name,
                LEASE / 1_000_000_000,
                "t" + now() + name + ++attempts,
                transitions(purpose),
                // It keeps the annotations that it finds, ours included.
                seen == null ? Marks.NONE : seen.record().marks());
        long left = purpose == Purpose.RENEW ? roundBegan + RENEW_DEADLINE - now() : RENEW_DEADLINE;
        lock.compareAndSet(Optional.ofNullable(seen), draft, Duration.ofNanos(Math.max(1, left)), answer);
    }

    private long transitions(Purpose purpose) {
        if (seen == null) {
            return 0;
        }
        return seen.record().transitions() + (purpose == Purpose.ACQUIRE ? 1 : 0);
    }

    private long now() {
        return process.clock().nanos();
    }

    private void later(long nanos, Runnable task) {
        process.scheduler().schedule(now() + nanos, task);
    }
}
