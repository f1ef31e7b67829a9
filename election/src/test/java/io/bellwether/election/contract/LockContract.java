package io.bellwether.election.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.LockRecord;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import io.bellwether.execution.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The register of every lock: what {@link io.bellwether.election.LockStore} says of reads and writes. G-E3, P1. */
public interface LockContract {

    /** A probe of a lock that did not exist when the test began; each call may open the same lock once more. */
    LockProbe probe();

    @Test
    default void read_lockThatWasNeverWritten_isMissing() {
        assertThat(probe().read()).isInstanceOf(ReadResult.Missing.class);
    }

    @Test
    default void create_lockThatIsMissing_isAppliedAndReadAsItWasWritten() {
        LockProbe probe = probe();
        LockDraft draft = probe.draft(Purpose.ACQUIRE, "host-ü \"a\" 'b' \\ {c}", 0);
        LockSnapshot written = probe.applied(Optional.empty(), draft);
        LockSnapshot read = probe.found();
        assertThat(read.record()).isEqualTo(written.record());
        assertThat(read.revision()).isEqualTo(written.revision());
        assertThat(read.uid()).isEqualTo(written.uid());
        assertThat(read.stampedToken()).isEqualTo(written.stampedToken());
        assertIsDraft(read.record(), draft);
        assertThat(read.record().acquireTime()).isEqualTo(draft.renewTime());
    }

    @Test
    default void create_lockThatExists_conflictsAndChangesNothing() {
        LockProbe probe = probe();
        LockSnapshot first = probe.created("a");
        WriteResult second = probe.write(Optional.empty(), probe.draft(Purpose.ACQUIRE, "b", 0));
        assertThat(second).isInstanceOf(WriteResult.Conflict.class);
        assertThat(probe.found().revision()).isEqualTo(first.revision());
        assertThat(probe.found().record()).isEqualTo(first.record());
    }

    @Test
    default void renew_overTheCurrentVersion_keepsAcquireTimeAndReplacesTheMarks() {
        LockProbe probe = probe();
        LockSnapshot acquired = probe.created("a");
        LockDraft renewal = probe.draft(Purpose.RENEW, "a", 0);
        LockSnapshot renewed = probe.applied(Optional.of(acquired), renewal);
        assertIsDraft(renewed.record(), renewal);
        assertThat(renewed.record().acquireTime()).isEqualTo(acquired.record().acquireTime());
        assertThat(renewed.uid()).isEqualTo(acquired.uid());
        assertThat(acquired.revision().isBefore(renewed.revision())).isTrue();
        assertThat(probe.found().record()).isEqualTo(renewed.record());
    }

    @Test
    default void write_overAnOldVersion_conflictsAndChangesNothing() {
        LockProbe probe = probe();
        LockSnapshot old = probe.created("a");
        LockSnapshot current = probe.applied(Optional.of(old), probe.draft(Purpose.RENEW, "a", 0));
        WriteResult late = probe.write(Optional.of(old), probe.draft(Purpose.ACQUIRE, "b", 1));
        assertThat(late).isInstanceOf(WriteResult.Conflict.class);
        assertThat(probe.found().revision()).isEqualTo(current.revision());
        assertThat(probe.found().record()).isEqualTo(current.record());
    }

    @Test
    default void release_ofAHolder_leavesARecordThatNobodyHolds() {
        LockProbe probe = probe();
        LockSnapshot held = probe.created("a");
        LockSnapshot free = probe.applied(Optional.of(held), probe.draft(Purpose.RELEASE, "", 0));
        assertThat(free.record().isFree()).isTrue();
        assertThat(probe.found().record()).isEqualTo(free.record());
    }

    /** P1: the token of a term is that of its acquiring write. */
    @Test
    default void token_ofEachTerm_isGreaterThanAllBeforeAndRenewalsKeepAStampedOne() {
        LockProbe probe = probe();
        LockSnapshot first = probe.created("a");
        LockSnapshot renewed = probe.applied(Optional.of(first), probe.draft(Purpose.RENEW, "a", 0));
        if (first.stampedToken().isPresent()) {
            assertThat(renewed.token()).isEqualTo(first.token());
        }
        LockSnapshot taken = probe.applied(Optional.of(renewed), probe.draft(Purpose.ACQUIRE, "b", 1));
        assertThat(taken.token()).isGreaterThan(renewed.token());
        LockSnapshot free = probe.applied(Optional.of(taken), probe.draft(Purpose.RELEASE, "", 1));
        LockSnapshot again = probe.applied(Optional.of(free), probe.draft(Purpose.ACQUIRE, "b", 2));
        assertThat(again.token()).isGreaterThan(taken.token());
        assertThat(probe.found().token()).isEqualTo(again.token());
    }

    /** P1: writes that contend for one base. */
    @Test
    default void write_byManyOverOneBase_isAppliedOnce() {
        LockProbe probe = probe();
        LockSnapshot base = probe.created("a");
        List<WriteResult> results =
                atOnce(8, number -> probe.write(Optional.of(base), probe.draft(Purpose.ACQUIRE, "c" + number, 1)));
        List<WriteResult.Applied> applied = results.stream()
                .filter(WriteResult.Applied.class::isInstance)
                .map(WriteResult.Applied.class::cast)
                .toList();
        assertThat(applied).hasSize(1);
        assertThat(results).noneMatch(WriteResult.Unknown.class::isInstance);
        assertThat(probe.found().record())
                .isEqualTo(applied.getFirst().snapshot().record());
    }

    /** P1: no acknowledged write is lost, whoever else writes. */
    @Test
    default void write_byManyInLoops_losesNoneThatWasAcknowledged() {
        LockProbe probe = probe();
        probe.created("a");
        List<Integer> counts = atOnce(4, number -> takeRepeatedly(probe, "c" + number, 12));
        int applied = counts.stream().mapToInt(Integer::intValue).sum();
        assertThat(applied).isPositive();
        assertThat(probe.found().record().transitions()).isEqualTo(applied);
    }

    private static int takeRepeatedly(LockProbe probe, String holder, int rounds) {
        int applied = 0;
        for (int round = 0; round < rounds; round++) {
            LockSnapshot seen = probe.found();
            LockDraft draft = probe.draft(Purpose.ACQUIRE, holder, seen.record().transitions() + 1);
            applied += probe.write(Optional.of(seen), draft) instanceof WriteResult.Applied ? 1 : 0;
        }
        return applied;
    }

    private static void assertIsDraft(LockRecord record, LockDraft draft) {
        assertThat(record.holder()).isEqualTo(draft.holder());
        assertThat(record.durationSeconds()).isEqualTo(draft.durationSeconds());
        assertThat(record.renewTime()).isEqualTo(draft.renewTime());
        assertThat(record.transitions()).isEqualTo(draft.transitions());
        assertThat(record.marks()).isEqualTo(draft.marks());
    }

    /** One task of a crowd. */
    @FunctionalInterface
    interface Numbered<T> {
        T run(int number);
    }

    private static <T> List<T> atOnce(int count, Numbered<T> task) {
        ExecutorService crowd = Threads.virtual("contract");
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                int mine = number;
                running.add(crowd.submit(() -> task.run(mine)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : running) {
                results.add(future.get(2, TimeUnit.MINUTES));
            }
            return results;
        } catch (ExecutionException | TimeoutException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        } finally {
            crowd.shutdownNow();
        }
    }
}
