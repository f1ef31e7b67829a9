package io.bellwether.cli.elect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.LockStore;
import io.bellwether.election.WatchListener;
import io.bellwether.election.core.Failure;
import io.bellwether.election.core.Identity;
import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.LockRecord;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.Marks;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import io.bellwether.election.record.RecordLock;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.Machine;
import io.bellwether.execution.RealMachine;
import io.bellwether.store.Store;
import io.bellwether.store.memory.MemoryStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The release in a dead candidate's name: its own Lease only (G-E5), and never twice. */
final class AbandonedLeaseTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RealMachine real = RealMachine.open("abandoned-lease-test");
    private final Machine machine = real.machine();
    private final Store store = new MemoryStore(machine.executor());
    private final RecordLock lock = new RecordLock(store, "job", machine);

    @AfterEach
    void close() {
        store.close();
        real.close();
    }

    @Test
    void release_ofItsOwn_freesIt() throws Exception {
        LockSnapshot held = write(Optional.empty(), Purpose.ACQUIRE, "me", "mine.3");

        assertThat(release(lock)).isInstanceOf(AbandonedLease.Outcome.Released.class);
        assertThat(record().isFree()).isTrue();
        assertThat(record().transitions()).isEqualTo(held.record().transitions());
    }

    @Test
    void release_ofAnotherHolders_leavesItAlone() throws Exception {
        LockSnapshot held = write(Optional.empty(), Purpose.ACQUIRE, "another", "mine.3");

        assertThat(release(lock)).isInstanceOf(AbandonedLease.Outcome.NotItsOwn.class);
        assertThat(revision()).isEqualTo(held.revision());
    }

    @Test
    void release_ofAProcessWithTheSameName_leavesItAlone() throws Exception {
        LockSnapshot held = write(Optional.empty(), Purpose.ACQUIRE, "me", "mine2.3");

        assertThat(release(lock)).isInstanceOf(AbandonedLease.Outcome.NotItsOwn.class);
        assertThat(revision()).isEqualTo(held.revision());
    }

    @Test
    void release_ofNothing_makesNothing() throws Exception {
        assertThat(release(lock)).isInstanceOf(AbandonedLease.Outcome.NotItsOwn.class);
        assertThat(read()).isInstanceOf(ReadResult.Missing.class);
    }

    @Test
    void release_whileALastRenewalArrives_isTriedAgain() throws Exception {
        LockSnapshot held = write(Optional.empty(), Purpose.ACQUIRE, "me", "mine.3");
        AtomicReference<Optional<LockSnapshot>> renewed = new AtomicReference<>(Optional.empty());
        LockStore busy = new Delegate(lock) {
            @Override
            public void compareAndSet(
                    Optional<LockSnapshot> base, LockDraft draft, Duration timeout, Consumer<WriteResult> answer) {
                if (renewed.get().isEmpty()) {
                    renewed.set(Optional.of(write(Optional.of(held), Purpose.RENEW, "me", "mine.4")));
                }
                super.compareAndSet(base, draft, timeout, answer);
            }
        };

        assertThat(release(busy)).isInstanceOf(AbandonedLease.Outcome.Released.class);
        assertThat(renewed.get()).isPresent();
        assertThat(record().isFree()).isTrue();
    }

    @Test
    void release_whoseAnswerIsLost_isFoundDone() throws Exception {
        LockSnapshot unused = write(Optional.empty(), Purpose.ACQUIRE, "me", "mine.3");
        LockStore deaf = new Delegate(lock) {
            @Override
            public void compareAndSet(
                    Optional<LockSnapshot> base, LockDraft draft, Duration timeout, Consumer<WriteResult> answer) {
                super.compareAndSet(
                        base,
                        draft,
                        timeout,
                        result -> answer.accept(
                                new WriteResult.Unknown(Failure.of(Failure.Kind.UNREACHABLE, "the answer is lost"))));
            }
        };

        assertThat(release(deaf)).isInstanceOf(AbandonedLease.Outcome.Released.class);
        assertThat(record().isFree()).isTrue();
    }

    @Test
    void release_withoutTime_saysSo() throws Exception {
        LockSnapshot held = write(Optional.empty(), Purpose.ACQUIRE, "me", "mine.3");
        AbandonedLease late = new AbandonedLease(lock, new Identity("me", "mine"), machine.clock());

        assertThat(late.release(new Deadline(machine.clock().nanos())))
                .isInstanceOf(AbandonedLease.Outcome.Failed.class);
        assertThat(revision()).isEqualTo(held.revision());
    }

    private AbandonedLease.Outcome release(LockStore store) throws InterruptedException {
        return new AbandonedLease(store, new Identity("me", "mine"), machine.clock())
                .release(Deadline.after(machine.clock(), PATIENCE));
    }

    private LockSnapshot write(Optional<LockSnapshot> base, Purpose purpose, String holder, String nonce) {
        LockDraft draft = new LockDraft(purpose, holder, 3600, "2026-01-01T00:00:00.000000Z", 4, Marks.ofNonce(nonce));
        CompletableFuture<WriteResult> answer = new CompletableFuture<>();
        lock.compareAndSet(base, draft, PATIENCE, answer::complete);
        return ((WriteResult.Applied) answer.join()).snapshot();
    }

    private LockRecord record() throws Exception {
        return ((ReadResult.Found) read()).snapshot().record();
    }

    private LockRevision revision() throws Exception {
        return ((ReadResult.Found) read()).snapshot().revision();
    }

    private ReadResult read() throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<ReadResult> answer = new CompletableFuture<>();
        lock.read(PATIENCE, answer::complete);
        return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** A lock with a fault. */
    private abstract static class Delegate implements LockStore {

        private final LockStore lock;

        Delegate(LockStore lock) {
            this.lock = lock;
        }

        @Override
        public String name() {
            return lock.name();
        }

        @Override
        public void read(Duration timeout, Consumer<ReadResult> answer) {
            lock.read(timeout, answer);
        }

        @Override
        public void compareAndSet(
                Optional<LockSnapshot> base, LockDraft draft, Duration timeout, Consumer<WriteResult> answer) {
            lock.compareAndSet(base, draft, timeout, answer);
        }

        @Override
        public Watch watch(Optional<LockRevision> after, WatchListener listener) {
            return lock.watch(after, listener);
        }
    }
}
