package io.bellwether.etcd.member;

import io.bellwether.etcd.core.Alarm;
import io.bellwether.etcd.core.CarePlan;
import io.bellwether.etcd.core.CarePlanner;
import io.bellwether.etcd.core.CareView;
import io.bellwether.etcd.core.CareView.Compacted;
import io.bellwether.etcd.core.CareView.Database;
import io.bellwether.etcd.core.CareView.Fullness;
import io.bellwether.etcd.core.CareView.Reads;
import io.bellwether.etcd.core.CareView.Role;
import io.bellwether.etcd.core.Cause;
import io.bellwether.etcd.core.ClusterView;
import io.bellwether.etcd.core.Comparison;
import io.bellwether.etcd.core.Evidence.Integrity;
import io.bellwether.etcd.core.Member;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.Plan;
import io.bellwether.etcd.core.Quorum;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MaintenanceClient;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.etcd.gateway.Urls;
import io.bellwether.execution.Machine;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the members' databases, beside the leader, while nothing is to be done about the membership: plans one
 * step and takes it, and now and then compares the members' keys.
 *
 * <p>Threads: {@link #look} and {@link #integrity} by the supervisor's thread; the work runs beside it on the executor,
 * one at a time, since a defragmentation takes its time.
 */
final class DatabaseCare {

    private static final Logger log = LoggerFactory.getLogger(DatabaseCare.class);
    private static final Set<Cause> AT_REST = Set.of(Cause.HEALTHY, Cause.FULL, Cause.NO_SPACE, Cause.NO_CANDIDATE);
    private static final Duration READ = Duration.ofSeconds(1);

    /** A database of gigabytes on a slow disk. */
    private static final Duration WORK = Duration.ofMinutes(10);

    /** Looks need not be more frequent: databases grow over hours. */
    private static final Duration EVERY = Duration.ofSeconds(2);

    /** A view that was not looked at for so long was another supervisor's meanwhile. */
    private static final Duration INTERRUPTED = Duration.ofSeconds(10);

    private final EtcdClient client;
    private final MaintenanceClient maintenance;
    private final Machine machine;
    private final CarePlanner planner;
    private final Duration compareEvery;
    private final AtomicBoolean working = new AtomicBoolean();
    private long lookedAt;
    private long beganAt;
    private volatile long lastAt;
    private volatile Compacted compacted = Compacted.NO;
    private volatile Set<MemberId> defragmented = Set.of();
    private volatile long comparedAt;
    private volatile Optional<MemberId> suspected = Optional.empty();
    private volatile Optional<MemberId> differing = Optional.empty();
    private volatile String said = "";

    DatabaseCare(EtcdClient client, MaintenanceClient maintenance, Machine machine, Care care) {
        this.client = client;
        this.maintenance = maintenance;
        this.machine = machine;
        this.planner = new CarePlanner(
                care.quotaBytes(),
                care.defragmentation().fromBytes(),
                care.defragmentation().freePercent());
        this.compareEvery = care.comparison();
        this.lookedAt = machine.clock().nanos() - INTERRUPTED.toNanos();
        this.comparedAt = machine.clock().nanos();
    }

    /** What the last two comparisons said about a member; both must have found the same. */
    Integrity integrity(MemberId member) {
        return differing.filter(member::equals).isPresent() ? Integrity.DIFFERS : Integrity.UNKNOWN;
    }

    /** Begins the next step when it is time; returns at once. */
    void look(Plan plan, ClusterView view, URI endpoint) {
        long now = machine.clock().nanos();
        if (!(plan instanceof Plan.Wait)
                || !AT_REST.contains(plan.reason().cause())
                || now - lookedAt < EVERY.toNanos()) {
            return;
        }
        if (now - lookedAt >= INTERRUPTED.toNanos()) {
            beganAt = now;
        }
        lookedAt = now;
        long since = Math.min(now - beganAt, now - lastAt);
        if (working.compareAndSet(false, true)) {
            machine.executor().execute(() -> {
                try {
                    work(view, endpoint, Duration.ofNanos(since));
                } finally {
                    working.set(false);
                }
            });
        }
    }

    private void work(ClusterView view, URI endpoint, Duration since) {
        if (machine.clock().nanos() - comparedAt >= compareEvery.toNanos()) {
            compare(view);
        }
        boolean full = view.alarms().contains(Alarm.NO_SPACE);
        if (!full) {
            compacted = Compacted.NO;
            defragmented = Set.of();
        }
        CarePlan plan = planner.plan(view(view, since));
        Optional<Answer<?>> answer = switch (plan) {
            case CarePlan.Rest rest -> Optional.empty();
            case CarePlan.Compact compact -> Optional.of(compact(endpoint));
            case CarePlan.Defragment defragment -> defragment(view, defragment.member());
            case CarePlan.Disarm disarm -> Optional.of(disarm(endpoint));
        };
        if (answer.isPresent()) {
            lastAt = machine.clock().nanos();
            log.atInfo()
                    .addKeyValue("step", plan.getClass().getSimpleName())
                    .addKeyValue("reason", plan.reason())
                    .addKeyValue("answer", answer.get().text())
                    .log("Took a step about a database");
        } else if (full && !plan.reason().equals(said)) {
            log.atWarn().addKeyValue("reason", plan.reason()).log("Left a full database as it is");
        }
        said = plan.reason();
    }

    private CareView view(ClusterView view, Duration since) {
        List<Database> databases = new ArrayList<>();
        for (Member member : view.members().members()) {
            Optional<URI> url = url(view, member.id());
            Optional<MemberStatus> status =
                    url.flatMap(each -> client.status(each).given());
            boolean reads = url.isPresent() && maintenance.reads(url.get(), READ) instanceof Answer.Given;
            boolean leads = view.quorum() instanceof Quorum.Confirmed(MemberId leader) && leader.equals(member.id());
            databases.add(new Database(
                    member.id(),
                    leads ? Role.LEADER : Role.OTHER,
                    status.map(MemberStatus::sizeBytes).orElse(0L),
                    status.map(MemberStatus::usedBytes).orElse(0L),
                    reads && status.isPresent() ? Reads.YES : Reads.NO));
        }
        Fullness full = view.alarms().contains(Alarm.NO_SPACE) ? Fullness.FULL : Fullness.ROOM;
        return new CareView(databases, full, compacted, defragmented, since);
    }

    private static Optional<URI> url(ClusterView view, MemberId id) {
        return view.members().find(id).stream()
                .flatMap(member -> member.clientUrls().stream())
                .flatMap(url -> Urls.parse(url).stream())
                .findFirst();
    }

    private Optional<Answer<?>> defragment(ClusterView view, MemberId member) {
        Set<MemberId> done = new HashSet<>(defragmented);
        done.add(member);
        defragmented = Set.copyOf(done);
        return url(view, member).map(url -> maintenance.defragment(url, WORK));
    }

    private Answer<Boolean> compact(URI endpoint) {
        return switch (client.status(endpoint)) {
            case Answer.Given<MemberStatus>(MemberStatus status) -> {
                Answer<Boolean> answer = maintenance.compact(endpoint, status.revision(), WORK);
                // Refused: nobody wrote since the last compaction, so that there is no history.
                compacted = answer instanceof Answer.Given || answer instanceof Answer.Refused
                        ? Compacted.YES
                        : Compacted.NO;
                defragmented = Set.of();
                yield answer;
            }
            case Answer.Refused<MemberStatus> refused -> refused.map(status -> false);
            case Answer.Unreachable<MemberStatus> nobody -> nobody.map(status -> false);
            case Answer.Silent<MemberStatus> silent -> silent.map(status -> false);
        };
    }

    private Answer<Boolean> disarm(URI endpoint) {
        Answer<Boolean> last = new Answer.Given<>(true);
        for (MemberId each : maintenance.fullMembers(endpoint, WORK).given().orElseGet(Set::of)) {
            last = maintenance.disarm(endpoint, each, WORK);
        }
        return last;
    }

    private void compare(ClusterView view) {
        Comparison found = new DataComparison(client, maintenance).compare(view.members());
        comparedAt = machine.clock().nanos();
        if (found instanceof Comparison.Unknown) {
            return;
        }
        Optional<MemberId> odd =
                found instanceof Comparison.OneDiffers(MemberId member) ? Optional.of(member) : Optional.empty();
        differing = odd.filter(member -> suspected.filter(member::equals).isPresent());
        suspected = odd;
        if (!(found instanceof Comparison.Same)) {
            // The first time it is no more than a suspicion, about which nothing is done: the next comparison decides.
            boolean suspicion = odd.isPresent() && differing.isEmpty();
            (suspicion ? log.atWarn() : log.atError())
                    .addKeyValue("reason", found.text())
                    .log("Compared the members' data");
        }
    }
}
