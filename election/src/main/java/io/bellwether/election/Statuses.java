package io.bellwether.election;

import io.bellwether.election.ElectionStatus.Stage;
import io.bellwether.election.core.FencingToken;
import io.bellwether.election.core.LockKnowledge;
import io.bellwether.election.core.LockRecord;
import io.bellwether.election.core.Phase;
import io.bellwether.election.core.State;
import java.time.Duration;
import java.util.Optional;

/** Tells how a candidate stands from what its rules know. */
final class Statuses {

    private Statuses() {}

    /** @param nanos the present moment, on the scale of the state's */
    static ElectionStatus of(State state, long nanos) {
        return new ElectionStatus(
                stage(state.phase()),
                leader(state.lock(), nanos),
                since(state.memory().contactNanos(), nanos),
                leaderless(state.lock(), nanos));
    }

    private static Stage stage(Phase phase) {
        return switch (phase) {
            case Phase.Idle idle -> Stage.NEW;
            case Phase.Following following -> Stage.FOLLOWING;
            case Phase.Leading leading ->
                switch (leading.footing()) {
                    case SAFE -> Stage.LEADING;
                    case JEOPARDY -> Stage.JEOPARDY;
                };
            case Phase.Draining draining -> Stage.STOPPING;
            case Phase.Stopping stopping -> Stage.STOPPING;
            case Phase.Releasing releasing -> Stage.STOPPING;
            case Phase.Closed closed -> Stage.CLOSED;
        };
    }

    private static Optional<LeaderView> leader(LockKnowledge lock, long nanos) {
        if (!(lock instanceof LockKnowledge.Seen seen)
                || seen.snapshot().record().isFree()) {
            return Optional.empty();
        }
        LockRecord record = seen.snapshot().record();
        Optional<FencingToken> token = seen.snapshot().stampedToken().isPresent()
                ? Optional.of(seen.snapshot().token())
                : Optional.empty();
        return Optional.of(new LeaderView(
                record.holder(),
                record.marks().notes(),
                Duration.ofSeconds(record.durationSeconds()),
                since(seen.changedAtNanos(), nanos),
                token));
    }

    private static Duration leaderless(LockKnowledge lock, long nanos) {
        return switch (lock) {
            case LockKnowledge.Unseen unseen -> Duration.ofNanos(nanos);
            case LockKnowledge.Absent absent -> since(absent.sinceNanos(), nanos);
            case LockKnowledge.Seen seen ->
                seen.snapshot().record().isFree() ? since(seen.changedAtNanos(), nanos) : Duration.ZERO;
        };
    }

    private static Duration since(long then, long nanos) {
        return Duration.ofNanos(Math.max(0, nanos - then));
    }
}
