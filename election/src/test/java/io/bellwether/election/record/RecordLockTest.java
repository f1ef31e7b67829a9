package io.bellwether.election.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.election.ElectionListener;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.Leadership;
import io.bellwether.election.contract.LockProbe;
import io.bellwether.election.contract.WatchContract;
import io.bellwether.election.contract.WatchTape;
import io.bellwether.election.core.Failure;
import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import io.bellwether.execution.RealMachine;
import io.bellwether.store.Bytes;
import io.bellwether.store.Key;
import io.bellwether.store.Operation;
import io.bellwether.store.Store;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import io.bellwether.store.memory.MemoryStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The record over a store in memory. Scenario 50 (in part), P1 and P3. */
final class RecordLockTest implements WatchContract {

    private static final Key RECORD = new Key("/locks/orders/record");
    private static final Key TERM = new Key("/locks/orders/term");
    private static final Key WORK = new Key("/work");

    private final RealMachine machine = RealMachine.open("record-lock-test");
    private final Store store = new MemoryStore(machine.machine().executor());
    private final RecordLock lock = new RecordLock(store, "orders", machine.machine());
    private final LockProbe probe = new LockProbe(lock);

    @AfterEach
    void close() {
        store.close();
        machine.close();
    }

    @Override
    public LockProbe probe() {
        return new LockProbe(new RecordLock(store, "orders", machine.machine()));
    }

    @Override
    public void delete() {
        commit(List.of(new Operation.Delete(RECORD), new Operation.Delete(TERM)));
    }

    private void commit(List<Operation> operations) {
        assertThat(store.txn(new Txn(List.of(), operations))).isInstanceOf(TxnResult.Committed.class);
    }

    private TxnResult fencedWrite(LockSnapshot term) {
        return store.txn(
                new Txn(List.of(lock.fence(term.token())), List.of(new Operation.Put(WORK, Bytes.utf8("done")))));
    }

    @Test
    void fence_ofTheRunningTerm_holdsAcrossRenewals() {
        LockSnapshot term = probe.created("a");
        LockSnapshot unused = probe.applied(Optional.of(term), probe.draft(Purpose.RENEW, "a", 0));
        assertThat(fencedWrite(term)).isInstanceOf(TxnResult.Committed.class);
    }

    @Test
    void scenario50_fence_ofAnEndedTerm_failsForGood() {
        LockSnapshot term = probe.created("a");
        LockSnapshot free = probe.applied(Optional.of(term), probe.draft(Purpose.RELEASE, "", 0));
        assertThat(fencedWrite(term)).isInstanceOf(TxnResult.Failed.class);
        LockSnapshot again = probe.applied(Optional.of(free), probe.draft(Purpose.ACQUIRE, "a", 1));
        assertThat(fencedWrite(term)).isInstanceOf(TxnResult.Failed.class);
        assertThat(fencedWrite(again)).isInstanceOf(TxnResult.Committed.class);
    }

    @Test
    void fence_ofADeletedLock_fails() {
        LockSnapshot term = probe.created("a");
        delete();
        assertThat(fencedWrite(term)).isInstanceOf(TxnResult.Failed.class);
    }

    @Test
    void termKey_deletedAlone_changesTheToken() {
        LockSnapshot term = probe.created("a");
        WatchTape tape = new WatchTape();
        try (var watch = lock.watch(Optional.of(term.revision()), tape)) {
            commit(List.of(new Operation.Delete(TERM)));
            assertThat(tape.next()).contains("token OptionalLong[0]");
        }
        assertThat(probe.found().stampedToken()).hasValue(0);
    }

    @Test
    void write_overARecordWithForeignFields_keepsThem() {
        commit(List.of(new Operation.Put(RECORD, Bytes.utf8("{\"holder\":\"x\",\"region\":{\"name\":\"north\"}}"))));
        LockSnapshot foreign = probe.found();
        assertThat(foreign.record().holder()).isEqualTo("x");
        LockSnapshot unused = probe.applied(Optional.of(foreign), probe.draft(Purpose.ACQUIRE, "a", 1));
        assertThat(store.get(RECORD).orElseThrow().value().utf8()).contains("\"region\":{\"name\":\"north\"}");
    }

    @Test
    void record_thatIsNoJson_isAFailureAndEndsTheWatch() {
        WatchTape tape = new WatchTape();
        try (var watch = lock.watch(Optional.empty(), tape)) {
            commit(List.of(new Operation.Put(RECORD, Bytes.utf8("nonsense"))));
            assertThat(tape.next()).isEqualTo("lost: BROKEN");
        }
        ReadResult result = probe.read();
        assertThat(result).isInstanceOf(ReadResult.Failed.class);
        assertThat(((ReadResult.Failed) result).failure().kind()).isEqualTo(Failure.Kind.INVALID);
    }

    @Test
    void store_closed_failsReadsAndRejectsWritesAndEndsTheWatch() {
        WatchTape tape = new WatchTape();
        try (var watch = lock.watch(Optional.empty(), tape)) {
            store.close();
            assertThat(tape.next()).isEqualTo("lost: BROKEN");
        }
        assertThat(probe.read()).isInstanceOf(ReadResult.Failed.class);
        assertThat(probe.write(Optional.empty(), probe.draft(Purpose.ACQUIRE, "a", 0)))
                .isInstanceOf(WriteResult.Rejected.class);
    }

    @Test
    void name_withASlash_isRefused() {
        assertThatThrownBy(() -> new RecordLock(store, "a/b", machine.machine()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void close_leader_isFollowedByTheStandbyWhoWatches() throws InterruptedException {
        BlockingQueue<String> started = new LinkedBlockingQueue<>();
        try (LeaderElection first = candidate("a", started);
                LeaderElection second = candidate("b", started)) {
            first.start();
            assertThat(started.poll(20, TimeUnit.SECONDS)).isEqualTo("a");
            second.start();
            first.close();
            assertThat(started.poll(60, TimeUnit.SECONDS)).isEqualTo("b");
        }
    }

    private LeaderElection candidate(String name, BlockingQueue<String> started) {
        ElectionListener listener = new ElectionListener() {
            @Override
            public void onStarted(Leadership leadership) {
                started.add(name);
            }
        };
        return new LeaderElection(
                new RecordLock(store, "orders", machine.machine()),
                machine.machine(),
                ElectionOptions.candidate(name).withListener(listener));
    }
}
