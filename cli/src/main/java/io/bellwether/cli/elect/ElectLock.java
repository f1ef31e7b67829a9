package io.bellwether.cli.elect;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.election.LockStore;
import io.bellwether.election.WatchListener;
import io.bellwether.election.core.Input;
import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The candidate's lock, in which two things are noticed in passing: how the nonces of this candidate begin, by which
 * its guardian tells its Lease from others; and a request to resign, which somebody has written into the Lease.
 *
 * <p>A request names the term by its acquireTime, which no other term of the Lease has, so that one that comes late, or
 * stays in the Lease, asks nothing of anybody else.
 *
 * <p>Threads: as the lock behind it; what it remembers is volatile.
 */
final class ElectLock implements LockStore {

    /** The annotation by which anybody who may write the Lease asks its holder to resign: the term's acquireTime. */
    static final String RESIGN = "coordination.bellwether.io/resign";

    /** Beside it: the name of the candidate that is to lead next. */
    static final String RESIGN_TO = "coordination.bellwether.io/resign-to";

    private final LockStore lock;
    private final Consumer<String> writes;
    private volatile Consumer<String> resign = successor -> {};
    private volatile String heard = "";
    private volatile String instance = "";

    /**
     * Over another lock.
     *
     * @param writes hears, right before the first write, what all nonces of this candidate begin with: from then on the
     *     Lease may be its own. Must not block
     */
    ElectLock(LockStore lock, Consumer<String> writes) {
        this.lock = lock;
        this.writes = writes;
    }

    /**
     * What is called, once a term, when the holder is asked to resign, with the name of who is to lead next, or an
     * empty one; must not block.
     */
    void onResign(Consumer<String> action) {
        resign = action;
    }

    @Override
    public String name() {
        return lock.name();
    }

    @Override
    public void read(Duration timeout, Consumer<ReadResult> answer) {
        lock.read(timeout, result -> {
            if (result instanceof ReadResult.Found(LockSnapshot snapshot)) {
                look(snapshot);
            }
            answer.accept(result);
        });
    }

    /** A nonce is what only this candidate has, a dot, and a number. */
    @Override
    public void compareAndSet(
            Optional<LockSnapshot> base, LockDraft draft, Duration timeout, Consumer<WriteResult> answer) {
        if (instance.isEmpty()) {
            instance = draft.nonce().substring(0, draft.nonce().lastIndexOf('.'));
            writes.accept(instance);
        }
        lock.compareAndSet(base, draft, timeout, answer);
    }

    @Override
    public Watch watch(Optional<LockRevision> after, WatchListener listener) {
        return lock.watch(after, new WatchListener() {
            @Override
            public void changed(LockSnapshot snapshot) {
                look(snapshot);
                listener.changed(snapshot);
            }

            @Override
            public void deleted(Optional<LockRevision> revision) {
                listener.deleted(revision);
            }

            @Override
            public void lost(Input.WatchLoss loss) {
                listener.lost(loss);
            }
        });
    }

    private void look(LockSnapshot snapshot) {
        String term = snapshot.record().acquireTime();
        boolean isOurs = !instance.isEmpty() && snapshot.record().nonce().startsWith(instance + ".");
        if (isOurs
                && !term.equals(heard)
                && snapshot.base() instanceof ApiObject lease
                && lease.annotation(RESIGN).filter(term::equals).isPresent()) {
            heard = term;
            resign.accept(lease.annotation(RESIGN_TO).orElse(""));
        }
    }
}
