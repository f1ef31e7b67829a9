package io.bellwether.election;

import io.bellwether.election.core.Failure;
import io.bellwether.election.core.Input.WatchLoss;
import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.core.WriteResult;
import io.bellwether.execution.Scheduler;
import io.bellwether.execution.sim.SimNetwork;
import io.bellwether.execution.sim.SimProcess;
import io.bellwether.execution.sim.SimWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A linearizable server behind a bad network: requests and answers travel one by one, watches are ordered streams that
 * may lag, stall and break.
 *
 * <p>Threads: one thread only, the one that runs the {@link SimWorld}.
 */
final class SimServer {

    static final String NAME = "server";

    /** A third one in a row means to a candidate that the store itself has gone back. */
    private static final int MOST_STALE_READS = 2;

    /** Hears of each write at the moment of its commit. */
    interface CommitListener {
        void committed(SimProcess writer, Optional<LockSnapshot> before, LockDraft draft, LockSnapshot after);

        /** A write came over a version that is gone. */
        void conflicted(SimProcess writer, long sentAt);
    }

    private final SimWorld world;
    private final SimNetwork network;
    private final LockRegister register;
    private final CommitListener commits;
    private final List<Stream> streams = new ArrayList<>();
    private final Map<SimProcess, Integer> staleReads = new HashMap<>();
    private long refusingUntil = -1;
    private long staleUntil = -1;
    private long requests;

    SimServer(SimWorld world, SimNetwork network, LockRegister register, CommitListener commits) {
        this.world = world;
        this.network = network;
        this.register = register;
        this.commits = commits;
    }

    /** The lock as one process reaches it; {@code asked} is called for each request sent. */
    LockStore lockFor(SimProcess process, Runnable asked) {
        return new Connection(process, asked);
    }

    /** Answers every request with an error for a while. */
    void refuseUntil(long trueNanos) {
        refusingUntil = trueNanos;
    }

    /** Answers reads from a replica that lags, but never more than twice in a row to one process. */
    void serveStaleReadsUntil(long trueNanos) {
        staleUntil = trueNanos;
    }

    /** Serves well from now on. */
    void heal() {
        refusingUntil = -1;
        staleUntil = -1;
    }

    /** Ends all watches aloud. */
    void breakWatches() {
        List.copyOf(streams).forEach(stream -> stream.end(WatchLoss.BROKEN));
    }

    /** Ends all watches of one process silently: they stay open and deliver nothing. */
    void stallWatches(SimProcess process) {
        streams.stream().filter(stream -> stream.process == process).toList().forEach(Stream::stall);
    }

    long requests() {
        return requests;
    }

    private boolean refuses() {
        return world.now() < refusingUntil;
    }

    private Failure refusal() {
        boolean throttles = world.random().nextBoolean();
        return throttles
                ? new Failure(Failure.Kind.THROTTLED, Optional.of(Duration.ofSeconds(1)), "429")
                : Failure.of(Failure.Kind.SERVER_ERROR, "500");
    }

    private ReadResult serve(boolean stale) {
        return stale ? register.readEarlier(world.random()) : register.read();
    }

    /** A request with an answer and a timeout on the client's own clock. */
    private <T> void call(SimProcess client, Duration timeout, T lost, Supplier<T> serve, Consumer<T> answer) {
        requests++;
        Scheduler.Timer timer =
                client.scheduler().schedule(client.clock().nanos() + timeout.toNanos(), () -> answer.accept(lost));
        network.send(client.name(), NAME, () -> {
            T result = serve.get();
            network.send(
                    NAME,
                    client.name(),
                    () -> client.execute(() -> {
                        timer.cancel();
                        answer.accept(result);
                    }));
        });
    }

    /** Passes every answer on; what comes after the first one, the timeout included, nobody waits for any more. */
    private static final class Heard<T> implements Consumer<T> {

        private final Consumer<T> first;
        private final Consumer<T> each;
        private boolean over;

        private Heard(Consumer<T> first, Consumer<T> each) {
            this.first = first;
            this.each = each;
        }

        @Override
        public void accept(T answer) {
            if (!over) {
                over = true;
                first.accept(answer);
            }
            each.accept(answer);
        }
    }

    private final class Connection implements LockStore {

        private final SimProcess process;
        private final Runnable asked;

        private Connection(SimProcess process, Runnable asked) {
            this.process = process;
            this.asked = asked;
        }

        @Override
        public String name() {
            return "simulated";
        }

        @Override
        public void read(Duration timeout, Consumer<ReadResult> answer) {
            asked.run();
            ReadResult lost = new ReadResult.Failed(Failure.of(Failure.Kind.UNREACHABLE, "timeout"));
            boolean stale = world.now() < staleUntil
                    && staleReads.getOrDefault(process, 0) < MOST_STALE_READS
                    && world.random().nextBoolean();
            Heard<ReadResult> heard = new Heard<>(result -> count(result, stale), answer);
            call(process, timeout, lost, () -> refuses() ? new ReadResult.Failed(refusal()) : serve(stale), heard);
        }

        private void count(ReadResult result, boolean stale) {
            if (!(result instanceof ReadResult.Failed)) {
                staleReads.put(process, stale ? staleReads.getOrDefault(process, 0) + 1 : 0);
            }
        }

        @Override
        public void compareAndSet(
                Optional<LockSnapshot> base, LockDraft draft, Duration timeout, Consumer<WriteResult> answer) {
            asked.run();
            WriteResult lost = new WriteResult.Unknown(Failure.of(Failure.Kind.UNREACHABLE, "timeout"));
            long sentAt = world.now();
            call(process, timeout, lost, () -> write(base, draft, sentAt), answer);
        }

        @Override
        public Watch watch(Optional<LockRevision> after, WatchListener listener) {
            asked.run();
            Stream stream = new Stream(process, listener);
            network.send(process.name(), NAME, () -> stream.open(after));
            return stream::close;
        }

        private WriteResult write(Optional<LockSnapshot> base, LockDraft draft, long sentAt) {
            if (refuses()) {
                return new WriteResult.Rejected(refusal());
            }
            Optional<LockSnapshot> before = register.current();
            WriteResult result = register.compareAndSet(base, draft);
            if (result instanceof WriteResult.Applied applied) {
                commits.committed(process, before, draft, applied.snapshot());
            } else {
                commits.conflicted(process, sentAt);
            }
            return result;
        }
    }

    /** One watch: delivers in order, over a connection that may hang. */
    private final class Stream {

        /** A watch over a dead connection is noticed late, or never. */
        private static final long LONGEST_SILENCE_SECONDS = 30;

        private final SimProcess process;
        private final WatchListener listener;
        private LockRegister.@Nullable Feed feed;
        private long lastArrival;
        private boolean over;

        private Stream(SimProcess process, WatchListener listener) {
            this.process = process;
            this.listener = listener;
            streams.add(this);
        }

        private void open(Optional<LockRevision> after) {
            if (over || feed != null) {
                return;
            }
            if (after.isPresent() && world.random().nextInt(20) == 0) {
                end(WatchLoss.EXPIRED);
                return;
            }
            LockRegister.Feed opened = this::deliver;
            feed = opened;
            register.feed(opened);
            boolean behind = after.isEmpty() || after.get().order() < register.revision();
            if (behind && (after.isPresent() || register.current().isPresent())) {
                deliver(new LockRegister.Change(LockRevision.of(register.revision()), register.current()));
            }
        }

        /** In order, like bytes of one connection: never before what was sent earlier. */
        private void deliver(LockRegister.Change change) {
            long lag = (long) (world.random().nextDouble() * 3_000_000);
            long arrival = Math.max(lastArrival, world.now() + lag);
            lastArrival = arrival;
            world.at(arrival, () -> network.send(NAME, process.name(), () -> process.execute(() -> hand(change))));
        }

        private long handed;

        private void hand(LockRegister.Change change) {
            // The network of the kit reorders and doubles; a connection does not.
            if (over || change.revision().order() <= handed) {
                return;
            }
            handed = change.revision().order();
            if (change.snapshot().isPresent()) {
                listener.changed(change.snapshot().get());
            } else {
                listener.deleted(Optional.of(change.revision()));
            }
        }

        private void end(WatchLoss loss) {
            if (!over) {
                close();
                process.execute(() -> listener.lost(loss));
            }
        }

        private void stall() {
            close();
            if (world.random().nextBoolean()) {
                long silence = (long) (world.random().nextDouble() * TimeUnit.SECONDS.toNanos(LONGEST_SILENCE_SECONDS));
                world.at(world.now() + silence, () -> process.execute(() -> listener.lost(WatchLoss.BROKEN)));
            }
        }

        private void close() {
            over = true;
            streams.remove(this);
            if (feed != null) {
                register.unfeed(feed);
            }
        }
    }
}
