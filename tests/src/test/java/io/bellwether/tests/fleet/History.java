package io.bellwether.tests.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.client.WatchCall;
import io.bellwether.client.WatchSignal;
import io.bellwether.tests.program.ProgramProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Every version of one object, as a watch delivers them. Threads: one caller.
 *
 * @param <V> what a version is read as
 */
final class History<V> implements AutoCloseable {

    private final WatchCall watch;
    private final Function<ApiObject, V> reading;
    private final List<V> versions = new ArrayList<>();

    /** @param watch one object, from before its first version */
    History(WatchCall watch, Function<ApiObject, V> reading) {
        this.watch = watch;
        this.reading = reading;
    }

    /** The next version like this. */
    V await(String what, Predicate<V> like) throws InterruptedException {
        while (true) {
            V version = next(what);
            if (like.test(version)) {
                return version;
            }
        }
    }

    private V next(String what) throws InterruptedException {
        while (true) {
            WatchSignal signal = watch.next(Duration.ofSeconds(ProgramProcess.PATIENCE_SECONDS));
            assertThat(signal)
                    .as("%s, after %s", what, versions)
                    .isNotInstanceOfAny(WatchSignal.Idle.class, WatchSignal.Ended.class);
            if (signal instanceof WatchSignal.Changed changed) {
                versions.add(reading.apply(changed.object()));
                return versions.getLast();
            }
        }
    }

    /** Takes what has arrived by now. */
    void catchUp() throws InterruptedException {
        while (watch.next(Duration.ZERO) instanceof WatchSignal.Changed changed) {
            versions.add(reading.apply(changed.object()));
        }
    }

    /** Waits for everything up to this revision. */
    void catchUpTo(long revision, ToLongFunction<V> revisionOf) throws InterruptedException {
        while (versions.isEmpty() || revisionOf.applyAsLong(versions.getLast()) < revision) {
            V unused = next("revision " + revision);
        }
    }

    /** What has arrived so far, in order. */
    List<V> versions() {
        return List.copyOf(versions);
    }

    /** The version before the last one. */
    Optional<V> before() {
        return versions.size() < 2 ? Optional.empty() : Optional.of(versions.get(versions.size() - 2));
    }

    @Override
    public void close() {
        watch.close();
    }
}
