package io.bellwether.spring.boot.starter;

import io.bellwether.election.LockStore;
import io.bellwether.election.WatchListener;
import io.bellwether.election.core.Failure;
import io.bellwether.election.core.Input.WatchLoss;
import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The way of one replica to a lock: requests and answers are lost on it, or nothing comes through at all. */
record FaultyLock(LockStore lock, RandomGenerator random, AtomicReference<Weather> weather) implements LockStore {

    private static final int LOST_ONE_IN = 6;

    /** How the way is. */
    enum Weather {
        CLEAR,
        LOSSY,
        CUT
    }

    FaultyLock(LockStore lock, RandomGenerator random) {
        this(lock, random, new AtomicReference<>(Weather.CLEAR));
    }

    private boolean isLost() {
        return switch (weather.get()) {
            case CLEAR -> false;
            case LOSSY -> draw() == 0;
            case CUT -> true;
        };
    }

    private int draw() {
        synchronized (random) {
            return random.nextInt(LOST_ONE_IN);
        }
    }

    @Override
    public String name() {
        return lock.name();
    }

    @Override
    public void read(Duration timeout, Consumer<ReadResult> answer) {
        if (isLost()) {
            answer.accept(new ReadResult.Failed(Failure.of(Failure.Kind.UNREACHABLE, "lost")));
        } else {
            lock.read(timeout, answer);
        }
    }

    @Override
    public void compareAndSet(
            Optional<LockSnapshot> base, LockDraft draft, Duration timeout, Consumer<WriteResult> answer) {
        if (isLost()) {
            answer.accept(new WriteResult.Unknown(Failure.of(Failure.Kind.UNREACHABLE, "the request was lost")));
        } else if (isLost()) {
            lock.compareAndSet(
                    base,
                    draft,
                    timeout,
                    result -> answer.accept(
                            new WriteResult.Unknown(Failure.of(Failure.Kind.UNREACHABLE, "the answer was lost"))));
        } else {
            lock.compareAndSet(base, draft, timeout, answer);
        }
    }

    @Override
    public Watch watch(Optional<LockRevision> after, WatchListener listener) {
        return lock.watch(after, new Unheard(listener, weather));
    }

    /** Hears nothing of what happens while nothing comes through, not even that. */
    private record Unheard(WatchListener listener, AtomicReference<Weather> weather) implements WatchListener {

        private boolean isCut() {
            return weather.get() == Weather.CUT;
        }

        @Override
        public void changed(LockSnapshot snapshot) {
            if (!isCut()) {
                listener.changed(snapshot);
            }
        }

        @Override
        public void deleted(Optional<LockRevision> revision) {
            if (!isCut()) {
                listener.deleted(revision);
            }
        }

        @Override
        public void lost(WatchLoss loss) {
            if (!isCut()) {
                listener.lost(loss);
            }
        }
    }
}
