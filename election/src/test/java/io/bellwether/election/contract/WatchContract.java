package io.bellwether.election.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.LockStore;
import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.LockSnapshot;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the watch of every lock does that has one. */
public interface WatchContract extends DeletionContract {

    @Test
    default void watch_fromNow_deliversThePresentVersionAndThoseAfterIt() {
        LockProbe probe = probe();
        LockSnapshot first = probe.created("a");
        WatchTape tape = new WatchTape();
        try (LockStore.Watch watch = probe.lock().watch(Optional.empty(), tape)) {
            assertThat(tape.next()).isEqualTo(WatchTape.entry(first));
            LockSnapshot second = probe.applied(Optional.of(first), probe.draft(Purpose.ACQUIRE, "b", 1));
            assertThat(tape.next()).isEqualTo(WatchTape.entry(second));
        }
    }

    @Test
    default void watch_afterAVersion_deliversWhatCameSince() {
        LockProbe probe = probe();
        LockSnapshot first = probe.created("a");
        LockSnapshot second = probe.applied(Optional.of(first), probe.draft(Purpose.RENEW, "a", 0));
        WatchTape tape = new WatchTape();
        try (LockStore.Watch watch = probe.lock().watch(Optional.of(first.revision()), tape)) {
            assertThat(tape.next()).isEqualTo(WatchTape.entry(second));
        }
    }

    @Test
    default void watch_afterTheCurrentVersion_doesNotRepeatIt() {
        LockProbe probe = probe();
        LockSnapshot first = probe.created("a");
        WatchTape tape = new WatchTape();
        try (LockStore.Watch watch = probe.lock().watch(Optional.of(first.revision()), tape)) {
            LockSnapshot second = probe.applied(Optional.of(first), probe.draft(Purpose.RENEW, "a", 0));
            assertThat(tape.next()).isEqualTo(WatchTape.entry(second));
        }
    }

    @Test
    default void watch_lockThatIsMissing_deliversItsCreation() {
        LockProbe probe = probe();
        WatchTape tape = new WatchTape();
        try (LockStore.Watch watch = probe.lock().watch(Optional.empty(), tape)) {
            LockSnapshot first = probe.created("a");
            assertThat(tape.next()).isEqualTo(WatchTape.entry(first));
        }
    }

    @Test
    default void watch_lockThatIsDeleted_deliversTheDeletionAndTheNextLife() {
        LockProbe probe = probe();
        LockSnapshot first = probe.created("a");
        WatchTape tape = new WatchTape();
        try (LockStore.Watch watch = probe.lock().watch(Optional.of(first.revision()), tape)) {
            delete();
            assertThat(tape.next()).isEqualTo(WatchTape.DELETED);
            LockSnapshot second = probe.created("b");
            assertThat(tape.next()).isEqualTo(WatchTape.entry(second));
        }
    }

    @Test
    default void watch_closed_deliversNothingMore() {
        LockProbe probe = probe();
        LockSnapshot first = probe.created("a");
        WatchTape closed = new WatchTape();
        WatchTape open = new WatchTape();
        try (LockStore.Watch witness = probe.lock().watch(Optional.of(first.revision()), open)) {
            LockStore.Watch watch = probe.lock().watch(Optional.empty(), closed);
            assertThat(closed.next()).isEqualTo(WatchTape.entry(first));
            watch.close();
            watch.close();
            LockSnapshot second = probe.applied(Optional.of(first), probe.draft(Purpose.RENEW, "a", 0));
            assertThat(open.next()).isEqualTo(WatchTape.entry(second));
            assertThat(closed.waiting()).isZero();
        }
    }

    @Test
    default void watch_underManyWrites_endsWithTheLastVersion() {
        LockProbe probe = probe();
        LockSnapshot current = probe.created("a");
        WatchTape tape = new WatchTape();
        try (LockStore.Watch watch = probe.lock().watch(Optional.empty(), tape)) {
            for (int round = 0; round < 50; round++) {
                current = probe.applied(Optional.of(current), probe.draft(Purpose.RENEW, "a", 0));
            }
            String last = WatchTape.entry(current);
            String seen = tape.next();
            while (!seen.equals(last)) {
                assertThat(seen).startsWith("changed");
                seen = tape.next();
            }
        }
    }
}
