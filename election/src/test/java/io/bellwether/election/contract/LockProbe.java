package io.bellwether.election.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.LockStore;
import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.Marks;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Asks a lock and waits for the answers.
 *
 * <p>Threads: safe from any thread.
 */
public final class LockProbe {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LockStore lock;
    private final AtomicLong writes = new AtomicLong();

    /** A probe of this lock. */
    public LockProbe(LockStore lock) {
        this.lock = lock;
    }

    /** The lock itself. */
    public LockStore lock() {
        return lock;
    }

    /** What the lock answers to a read. */
    public ReadResult read() {
        return await(answer -> lock.read(PATIENCE, answer));
    }

    /** What the lock says; it must exist. */
    public LockSnapshot found() {
        ReadResult result = read();
        assertThat(result).isInstanceOf(ReadResult.Found.class);
        return ((ReadResult.Found) result).snapshot();
    }

    /** What the lock answers to a write. */
    public WriteResult write(Optional<LockSnapshot> base, LockDraft draft) {
        return await(answer -> lock.compareAndSet(base, draft, PATIENCE, answer));
    }

    /** What a write made that must succeed. */
    public LockSnapshot applied(Optional<LockSnapshot> base, LockDraft draft) {
        WriteResult result = write(base, draft);
        assertThat(result).isInstanceOf(WriteResult.Applied.class);
        return ((WriteResult.Applied) result).snapshot();
    }

    /** The lock, created by this holder. */
    public LockSnapshot created(String holder) {
        return applied(Optional.empty(), draft(Purpose.ACQUIRE, holder, 0));
    }

    /** A draft that no other one equals. */
    public LockDraft draft(Purpose purpose, String holder, long transitions) {
        long number = writes.incrementAndGet();
        String renewTime = "2026-11-21T02:%02d:%02d.%06dZ".formatted(number / 60 % 60, number % 60, number % 1_000_000);
        Marks marks = new Marks("probe." + number, "", "pod/" + holder, Map.of("address", "https://" + number));
        long seconds = purpose == Purpose.RELEASE ? 1 : 15;
        return new LockDraft(purpose, holder, seconds, renewTime, transitions, marks);
    }

    private static <T> T await(Consumer<Consumer<T>> request) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        request.accept(result -> {
            boolean unused = answer.complete(result);
        });
        try {
            return answer.get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException none) {
            throw new AssertionError("no answer", none);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }
}
