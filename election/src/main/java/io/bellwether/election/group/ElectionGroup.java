package io.bellwether.election.group;

import io.bellwether.election.ElectionListener;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.ElectionOptions.Participation;
import io.bellwether.election.ElectionStatus;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.LeaderView;
import io.bellwether.election.Leadership;
import io.bellwether.election.LockStore;
import io.bellwether.election.core.EndReason;
import io.bellwether.election.group.GroupView.Shard;
import io.bellwether.election.group.GroupView.Standing;
import io.bellwether.execution.Lifecycle;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Mailbox;
import io.bellwether.execution.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One candidate for every shard of a group: the shards spread evenly over the candidates that live.
 *
 * <p>Shape: each shard is an election with its own lock, terms and fencing tokens; what an election promises (G-E1 to
 * G-E8) holds for each shard, however the candidates see each other. How the shards move is {@link GroupPlan}: when a
 * candidate joins it is given its part, one shard after the other; when one dies, its shards go to all others; nothing
 * else moves. Who lives is seen by the seats, locks of which each candidate holds one.
 *
 * <p>Units and limits: a candidate sends one renewal per shard that it leads and one for its seat, and watches all
 * shards and all seats: over {@link io.bellwether.election.lease.LeaseLocks} with a single watch.
 *
 * <p>Threads: safe from any thread. The mailbox owns the plan; work runs on the machine's executor.
 */
public final class ElectionGroup implements Lifecycle {

    private static final Logger log = LoggerFactory.getLogger(ElectionGroup.class);

    private final GroupOptions options;
    private final Machine machine;
    private final List<LeaderElection> shards;
    private final List<LeaderElection> seatElections;
    private final Seats seats;
    private final Mailbox mailbox;
    private final Map<Integer, Long> ledSinceNanos = new ConcurrentHashMap<>();
    private final Set<Thread> working = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean turnWaits = new AtomicBoolean();
    private Set<Integer> contending = Set.of();
    private long nextGiftNanos;
    private Scheduler.@Nullable Timer timer;
    private volatile boolean closed;

    /**
     * A candidate that has not begun.
     *
     * @param locks the lock of that name: {@code shard-0}, {@code shard-1}, …, {@code seat-0}, …; for instance
     *     {@code name -> leases.lock("orders-" + name)}
     */
    public ElectionGroup(Function<String, LockStore> locks, Machine machine, GroupOptions options) {
        this.options = options;
        this.machine = machine;
        this.shards = IntStream.range(0, options.shards())
                .mapToObj(shard -> election(locks.apply("shard-" + shard), listener(shard)))
                .toList();
        this.seatElections = IntStream.range(0, options.seats())
                .mapToObj(seat -> election(locks.apply("seat-" + seat), listener()))
                .toList();
        this.seats =
                new Seats(options.identity(), seatElections, options.timing().jeopardyAfter());
        this.mailbox = new Mailbox("election-group", machine.executor(), 1_024);
        this.nextGiftNanos = machine.clock().nanos();
    }

    private LeaderElection election(LockStore lock, ElectionListener listener) {
        ElectionOptions candidate = ElectionOptions.candidate(options.identity())
                .withTiming(options.timing())
                .with(Participation.PAUSED)
                .withListener(listener);
        return new LeaderElection(lock, machine, candidate);
    }

    /** A shard without a leader for this long beyond what a take-over takes is anybody's. */
    private Duration patience() {
        return options.timing().leaseDuration().dividedBy(2);
    }

    /** Begins to contend; no thread runs while leading. */
    @Override
    public void start() {
        seatElections.forEach(LeaderElection::start);
        shards.forEach(LeaderElection::start);
        turnSoon();
    }

    /** Begins to contend, and runs the work in each term of each shard. */
    public void start(ShardWork work) {
        seatElections.forEach(LeaderElection::start);
        for (int index = 0; index < shards.size(); index++) {
            int shard = index;
            shards.get(shard).start(leadership -> run(work, shard, leadership));
        }
        turnSoon();
    }

    private void run(ShardWork work, int shard, Leadership leadership) throws Exception {
        Thread thread = Thread.currentThread();
        working.add(thread);
        try {
            work.lead(shard, leadership);
        } finally {
            working.remove(thread);
        }
    }

    /** The shards that this candidate leads, with their terms. */
    public Map<Integer, Leadership> held() {
        Map<Integer, Leadership> held = new TreeMap<>();
        for (int shard = 0; shard < shards.size(); shard++) {
            int number = shard;
            shards.get(shard).current().ifPresent(leadership -> held.put(number, leadership));
        }
        return held;
    }

    /** Who leads each shard, as last seen; for routing and display. */
    public List<Optional<LeaderView>> leaders() {
        return shards.stream().map(shard -> shard.status().leader()).toList();
    }

    /**
     * Steps down from every shard, releases those whose work stops in time, and gives up the seat. Returns when that is
     * done, at the latest after an election's {@link LeaderElection#closeLimit}; at once when called by the work.
     * Idempotent.
     */
    @Override
    public void close() {
        closed = true;
        List<CompletableFuture<Void>> endings = new ArrayList<>();
        shards.forEach(shard -> endings.add(shard.closeLater().toCompletableFuture()));
        seatElections.forEach(seat -> endings.add(seat.closeLater().toCompletableFuture()));
        if (!working.contains(Thread.currentThread())) {
            await(CompletableFuture.allOf(endings.toArray(CompletableFuture[]::new)));
        }
    }

    private void await(CompletableFuture<Void> all) {
        try {
            var unused = all.get(seatElections.getFirst().closeLimit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            log.atWarn().setCause(late).log("Gave up waiting for the group to close");
        }
    }

    private ElectionListener listener() {
        return new ElectionListener() {
            @Override
            public void onLeaderChanged(Optional<String> holder) {
                turnSoon();
            }
        };
    }

    private ElectionListener listener(int shard) {
        return new ElectionListener() {
            @Override
            public void onStarted(Leadership leadership) {
                ledSinceNanos.put(shard, machine.clock().nanos());
                turnSoon();
            }

            @Override
            public void onStopped(Leadership leadership, EndReason reason) {
                ledSinceNanos.remove(shard);
                turnSoon();
            }

            @Override
            public void onLeaderChanged(Optional<String> holder) {
                turnSoon();
            }
        };
    }

    private void turnSoon() {
        if (turnWaits.compareAndSet(false, true)) {
            try {
                mailbox.execute(this::turn);
            } catch (RejectedExecutionException machineClosed) {
                // There is nothing left to plan for.
            }
        }
    }

    private void turn() {
        turnWaits.set(false);
        if (timer != null) {
            timer.cancel();
        }
        if (closed) {
            return;
        }
        seats.takeOne();
        GroupPlan plan = GroupPlan.of(view());
        contend(plan.contend());
        plan.gift().ifPresent(this::give);
        long atNanos = machine.clock().nanos() + options.timing().renewEvery().toNanos();
        timer = machine.scheduler().schedule(atNanos, this::turnSoon);
    }

    private GroupView view() {
        List<Shard> standings = IntStream.range(0, shards.size())
                .mapToObj(shard -> shard(shard, shards.get(shard).status()))
                .toList();
        return GroupView.of(options.identity(), seats.members(), standings);
    }

    private Shard shard(int shard, ElectionStatus status) {
        Optional<String> holder = status.leader().map(LeaderView::holder);
        return new Shard(holder, standing(shard, status));
    }

    private Standing standing(int shard, ElectionStatus status) {
        if (status.stage() == ElectionStatus.Stage.LEADING) {
            long since = ledSinceNanos.getOrDefault(shard, Long.MAX_VALUE);
            boolean isSeasoned =
                    machine.clock().nanos() - options.shortestTerm().toNanos() >= since;
            return isSeasoned ? Standing.SEASONED : Standing.SETTLED;
        }
        boolean isAbandoned = status.leader().isPresent()
                ? isOverdue(status.leader().get())
                : status.leaderless().compareTo(patience()) > 0;
        return isAbandoned ? Standing.ABANDONED : Standing.SETTLED;
    }

    private boolean isOverdue(LeaderView view) {
        return view.unchangedFor().compareTo(view.lease().plus(patience())) > 0;
    }

    private void contend(Set<Integer> wanted) {
        for (int shard = 0; shard < shards.size(); shard++) {
            boolean wants = wanted.contains(shard);
            if (wants && !contending.contains(shard)) {
                shards.get(shard).resume();
            } else if (!wants && contending.contains(shard)) {
                shards.get(shard).pause();
            }
        }
        contending = wanted;
    }

    private void give(GroupPlan.Gift gift) {
        long now = machine.clock().nanos();
        boolean isGiving = shards.stream().anyMatch(shard -> shard.status().stage() == ElectionStatus.Stage.STOPPING);
        if (now >= nextGiftNanos && !isGiving) {
            nextGiftNanos = now + options.giveEvery().toNanos();
            log.atInfo()
                    .addKeyValue("shard", gift.shard())
                    .addKeyValue("member", gift.receiver())
                    .log("Gave a shard away");
            shards.get(gift.shard()).resignTo(gift.receiver());
        }
    }
}
