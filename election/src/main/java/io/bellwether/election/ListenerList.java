package io.bellwether.election;

import io.bellwether.election.core.EndReason;
import io.bellwether.election.core.Notice;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Several listeners as one.
 *
 * @param listeners called in this order; one that fails does not keep the others from hearing
 */
record ListenerList(List<ElectionListener> listeners) implements ElectionListener {

    ListenerList {
        listeners = List.copyOf(listeners);
    }

    @Override
    public void onStarted(Leadership leadership) {
        tell(listener -> listener.onStarted(leadership));
    }

    @Override
    public void onJeopardy(Leadership leadership) {
        tell(listener -> listener.onJeopardy(leadership));
    }

    @Override
    public void onSafe(Leadership leadership) {
        tell(listener -> listener.onSafe(leadership));
    }

    @Override
    public void onStopped(Leadership leadership, EndReason reason) {
        tell(listener -> listener.onStopped(leadership, reason));
    }

    @Override
    public void onLeaderChanged(Optional<String> holder) {
        tell(listener -> listener.onLeaderChanged(holder));
    }

    @Override
    public void onNotice(Notice notice) {
        tell(listener -> listener.onNotice(notice));
    }

    private void tell(Consumer<ElectionListener> news) {
        RuntimeException first = null;
        for (ElectionListener listener : listeners) {
            first = tell(listener, news, first);
        }
        if (first != null) {
            throw first;
        }
    }

    /** The first failure so far. */
    private static @Nullable RuntimeException tell(
            ElectionListener listener, Consumer<ElectionListener> news, @Nullable RuntimeException first) {
        try {
            news.accept(listener);
            return first;
        } catch (RuntimeException failed) {
            if (first == null) {
                return failed;
            }
            first.addSuppressed(failed);
            return first;
        }
    }
}
