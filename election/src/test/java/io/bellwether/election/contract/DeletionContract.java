package io.bellwether.election.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every lock does that an outsider can delete. Guarantee G-F1, REQ-38. */
public interface DeletionContract extends LockContract {

    /** Deletes the lock of {@link #probe}, as an outsider does. */
    void delete();

    @Test
    default void write_overADeletedLock_conflicts() {
        LockProbe probe = probe();
        LockSnapshot before = probe.created("a");
        delete();
        assertThat(probe.read()).isInstanceOf(ReadResult.Missing.class);
        WriteResult late = probe.write(Optional.of(before), probe.draft(Purpose.RENEW, "a", 0));
        assertThat(late).isInstanceOf(WriteResult.Conflict.class);
        assertThat(probe.read()).isInstanceOf(ReadResult.Missing.class);
    }

    @Test
    default void create_afterDeletion_isAnotherLifeWithAGreaterToken() {
        LockProbe probe = probe();
        LockSnapshot first = probe.created("a");
        LockSnapshot second = probe.applied(Optional.of(first), probe.draft(Purpose.ACQUIRE, "b", 1));
        delete();
        LockSnapshot third = probe.created("a");
        assertThat(third.uid()).isNotEqualTo(first.uid());
        assertThat(third.token()).isGreaterThan(second.token());
        assertThat(second.revision().isBefore(third.revision())).isTrue();
    }

    @Test
    default void write_overAVersionOfAnEarlierLife_conflicts() {
        LockProbe probe = probe();
        LockSnapshot earlier = probe.created("a");
        delete();
        LockSnapshot later = probe.created("b");
        WriteResult late = probe.write(Optional.of(earlier), probe.draft(Purpose.RENEW, "a", 0));
        assertThat(late).isInstanceOf(WriteResult.Conflict.class);
        assertThat(probe.found().record()).isEqualTo(later.record());
    }
}
