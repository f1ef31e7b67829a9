package io.bellwether.election.micrometer;

import io.bellwether.election.core.LockDraft.Purpose;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Meters of an election's requests to its lock. */
final class RequestMeters {

    private static final String ATTEMPTS = "leader.election.attempts";

    private final MeterRegistry registry;
    private final Tags tags;
    private final Counter slowPath;
    private final Timer renewals;
    private final Timer gracefulHandovers;
    private final Timer crashHandovers;

    RequestMeters(MeterRegistry registry, Tags tags, String name) {
        this.registry = registry;
        this.tags = tags;
        this.slowPath = Counter.builder("leader.election.slowpath")
                .description("Reads while leading: a renewal needed more than one write")
                .tags(tags.and("name", name))
                .register(registry);
        this.renewals = Timer.builder("leader.election.renew.duration")
                .description("Acknowledged renewals")
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(20),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2))
                .tags(tags)
                .register(registry);
        this.gracefulHandovers = handovers("graceful");
        this.crashHandovers = handovers("crash");
        for (String outcome : List.of("found", "missing", "failed")) {
            attempts("read", outcome).increment(0);
        }
        for (Purpose purpose : Purpose.values()) {
            for (String outcome : List.of("applied", "conflict", "unknown", "rejected")) {
                attempts(operation(purpose), outcome).increment(0);
            }
        }
    }

    void read(ReadResult result, Standing standing) {
        String outcome = switch (result) {
            case ReadResult.Found found -> "found";
            case ReadResult.Missing missing -> "missing";
            case ReadResult.Failed failed -> "failed";
        };
        attempts("read", outcome).increment();
        if (standing == Standing.LEADING) {
            slowPath.increment();
        }
    }

    void write(Purpose purpose, WriteResult result, Duration took) {
        String outcome = switch (result) {
            case WriteResult.Applied applied -> "applied";
            case WriteResult.Conflict conflict -> "conflict";
            case WriteResult.Unknown unknown -> "unknown";
            case WriteResult.Rejected rejected -> "rejected";
        };
        attempts(operation(purpose), outcome).increment();
        if (purpose == Purpose.RENEW && result instanceof WriteResult.Applied) {
            renewals.record(took);
        }
    }

    /** @param wait since the lock was seen free */
    void tookFree(Duration wait) {
        gracefulHandovers.record(wait);
    }

    /** @param wait since the holder's last sign of life */
    void tookExpired(Duration wait) {
        crashHandovers.record(wait);
    }

    /** Whether this candidate holds the lock, as far as its writes tell. */
    enum Standing {
        LEADING,
        FOLLOWING
    }

    private Timer handovers(String kind) {
        return Timer.builder("leader.election.handover")
                .description("Until this candidate had the lock")
                .tags(tags.and("kind", kind))
                .register(registry);
    }

    private Counter attempts(String operation, String outcome) {
        return Counter.builder(ATTEMPTS)
                .description("Requests to the lock")
                .tags(tags.and("op", operation, "outcome", outcome))
                .register(registry);
    }

    private static String operation(Purpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT);
    }
}
