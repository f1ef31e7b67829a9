package io.bellwether.election.micrometer;

import io.bellwether.election.ElectionListener;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.Leadership;
import io.bellwether.election.LockStore;
import io.bellwether.execution.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;

/**
 * The meters of one election of one candidate.
 *
 * <p>Shape: put them between the election and its lock, {@link #measuring(LockStore)}, and between the election and its
 * listener, {@link #measuring(ElectionListener)}; then tell them the election, {@link #of(LeaderElection)}. All series
 * exist from the beginning, with 0. In the Prometheus format their names are
 *
 * <ul>
 *   <li>{@code leader_election_master_status}: 1 while leading; {@code leader_election_slowpath_total}: reads while
 *       leading. Both as client-go has them, with its label {@code name};
 *   <li>{@code leader_election_validity_remaining_seconds}, {@code leader_election_term},
 *       {@code leader_election_transitions_total{reason}}, {@code leader_election_jeopardy_total},
 *       {@code leader_election_clock_pause_seconds}, {@code leader_election_duplicate_identity_total},
 *       {@code leader_election_work_stop_seconds}, {@code leader_election_observed_leader_info{holder}};
 *   <li>{@code leader_election_attempts_total{op,outcome}}, {@code leader_election_renew_duration_seconds},
 *       {@code leader_election_handover_seconds{kind}}: from the release, or from the last sign of life, to the
 *       acknowledgement of this candidate's own write.
 * </ul>
 *
 * <p>The one alert worth having: the sum of {@code leader_election_master_status} over all candidates of an election is
 * not 1 for longer than two leases.
 *
 * <p>Threads: safe from any thread. Source: election §5.4.
 */
public final class ElectionMeters {

    private final MeterRegistry registry;
    private final Clock clock;
    private final String name;
    private final Tags tags;
    private final MultiGauge observedLeader;
    private final AtomicReference<Optional<LeaderElection>> election = new AtomicReference<>(Optional.empty());

    /**
     * Registers the meters.
     *
     * @param election the value of the label {@code election}, and of client-go's {@code name}
     * @param clock the machine's
     */
    public ElectionMeters(MeterRegistry registry, String election, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        this.name = election;
        this.tags = Tags.of("election", election);
        this.observedLeader = MultiGauge.builder("leader.election.observed.leader.info")
                .description("1 for the holder last seen")
                .tags(tags)
                .register(registry);
        gauge("leader.election.master.status", tags.and("name", election), "1 while leading", this::masterStatus);
        gauge("leader.election.term", tags, "Counts this candidate's terms", this::term);
        Gauge.builder("leader.election.validity.remaining", this, ElectionMeters::remainingSeconds)
                .description("How long the term stays valid without another renewal")
                .baseUnit("seconds")
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    private void gauge(String meter, Tags labels, String what, ToDoubleFunction<LeaderElection> value) {
        Gauge.builder(
                        meter,
                        this,
                        self -> self.election.get().map(value::applyAsDouble).orElse(0.0))
                .description(what)
                .tags(labels)
                .strongReference(true)
                .register(registry);
    }

    /** The lock, with its requests measured. */
    public LockStore measuring(LockStore lock) {
        return new MeasuredLock(lock, new RequestMeters(registry, tags, name), clock);
    }

    /** The listener, with what it hears counted. */
    public ElectionListener measuring(ElectionListener listener) {
        return new MeasuredListener(listener, new TermMeters(registry, tags), this::holderChanged, clock);
    }

    /** Reads gauges from this election from now on. */
    public void of(LeaderElection measured) {
        election.set(Optional.of(measured));
    }

    private void holderChanged(Optional<String> holder) {
        List<MultiGauge.Row<?>> rows = holder.map(name -> rows(name)).orElse(List.of());
        observedLeader.register(rows, true);
    }

    private static List<MultiGauge.Row<?>> rows(String holder) {
        return List.of(MultiGauge.Row.of(Tags.of(Tag.of("holder", holder)), 1));
    }

    private double masterStatus(LeaderElection measured) {
        return measured.current().isPresent() ? 1 : 0;
    }

    private double term(LeaderElection measured) {
        return measured.current().map(Leadership::term).orElse(0L);
    }

    private double remainingSeconds() {
        Duration remaining = election.get()
                .flatMap(LeaderElection::current)
                .map(Leadership::remaining)
                .orElse(Duration.ZERO);
        return remaining.toNanos() / 1e9;
    }
}
