package io.bellwether.election.micrometer;

import io.bellwether.election.ElectionListener;
import io.bellwether.election.Leadership;
import io.bellwether.election.core.EndReason;
import io.bellwether.election.core.Notice;
import io.bellwether.execution.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Counts what a listener hears, and passes it on.
 *
 * <p>Threads: as every listener, one call at a time; the end of a term is noted on another one.
 */
final class MeasuredListener implements ElectionListener {

    private final ElectionListener listener;
    private final TermMeters meters;
    private final Consumer<Optional<String>> holderChanged;
    private final Clock clock;
    private volatile long endedAtNanos;

    MeasuredListener(
            ElectionListener listener, TermMeters meters, Consumer<Optional<String>> holderChanged, Clock clock) {
        this.listener = listener;
        this.meters = meters;
        this.holderChanged = holderChanged;
        this.clock = clock;
        this.endedAtNanos = clock.nanos();
    }

    @Override
    public void onStarted(Leadership leadership) {
        var unused = leadership.ended().thenRun(() -> endedAtNanos = clock.nanos());
        listener.onStarted(leadership);
    }

    @Override
    public void onJeopardy(Leadership leadership) {
        meters.inJeopardy();
        listener.onJeopardy(leadership);
    }

    @Override
    public void onSafe(Leadership leadership) {
        listener.onSafe(leadership);
    }

    @Override
    public void onStopped(Leadership leadership, EndReason reason) {
        meters.ended(reason, Duration.ofNanos(Math.max(0, clock.nanos() - endedAtNanos)));
        listener.onStopped(leadership, reason);
    }

    @Override
    public void onLeaderChanged(Optional<String> holder) {
        holderChanged.accept(holder);
        listener.onLeaderChanged(holder);
    }

    @Override
    public void onNotice(Notice notice) {
        meters.noticed(notice);
        listener.onNotice(notice);
    }
}
