package io.bellwether.election.micrometer;

import io.bellwether.election.core.EndReason;
import io.bellwether.election.core.Notice;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Meters of an election's terms. */
final class TermMeters {

    private final Map<EndReason, Counter> transitions = new EnumMap<>(EndReason.class);
    private final Counter jeopardy;
    private final Counter duplicateIdentity;
    private final Timer pauses;
    private final Timer workStops;

    TermMeters(MeterRegistry registry, Tags tags) {
        for (EndReason reason : EndReason.values()) {
            Counter counter = Counter.builder("leader.election.transitions")
                    .description("Terms of this candidate that ended")
                    .tags(tags.and("reason", reason.name().toLowerCase(Locale.ROOT)))
                    .register(registry);
            transitions.put(reason, counter);
        }
        this.jeopardy = Counter.builder("leader.election.jeopardy")
                .description("How often renewals were missing")
                .tags(tags)
                .register(registry);
        this.duplicateIdentity = Counter.builder("leader.election.duplicate.identity")
                .description("How often another process wrote under this candidate's name")
                .tags(tags)
                .register(registry);
        this.pauses = Timer.builder("leader.election.clock.pause")
                .description("How late the process was woken, when it was paused")
                .tags(tags)
                .register(registry);
        this.workStops = Timer.builder("leader.election.work.stop")
                .description("From the end of a term to the end of its work")
                .tags(tags)
                .register(registry);
    }

    void ended(EndReason reason, Duration stopping) {
        Counter counter = transitions.get(reason);
        if (counter != null) {
            counter.increment();
        }
        workStops.record(stopping);
    }

    void inJeopardy() {
        jeopardy.increment();
    }

    void noticed(Notice notice) {
        if (notice instanceof Notice.PauseDetected(Duration late)) {
            pauses.record(late);
        } else if (notice instanceof Notice.DuplicateIdentity) {
            duplicateIdentity.increment();
        }
    }
}
