package io.bellwether.cli.demo;

import static io.bellwether.cli.demo.Narrator.millis;

import io.bellwether.cli.demo.core.ServerEntry.Leased;
import io.bellwether.cli.demo.core.WorkerEntry;
import io.bellwether.client.ApiClient;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WriteOptions;
import io.bellwether.execution.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The steps of the demonstration. Each waits for what must happen and fails, with what it waited for, when that does
 * not come.
 *
 * <p>Threads: one runs the steps; {@link #close} may come from another and ends all processes.
 */
final class Demo implements AutoCloseable {

    private final DemoPace pace;
    private final DemoFiles files;
    private final Narrator narrator;
    private final Clock clock;
    private final ExecutorService executor;
    private final Patience patience;
    private final Journals journals;
    private final Server server;
    private final Candidates candidates;

    Demo(DemoPace pace, DemoFiles files, Narrator narrator, Clock clock, ExecutorService executor) {
        this.pace = pace;
        this.files = files;
        this.narrator = narrator;
        this.clock = clock;
        this.executor = executor;
        this.patience = new Patience(clock, pace.lease().multipliedBy(3).plusSeconds(30));
        this.journals =
                new Journals(Candidates.NAMES.stream().map(files::journal).toList());
        this.server = new Server(files, patience, clock);
        this.candidates = new Candidates(files, pace.lease());
    }

    /** Runs all steps; answers whether everything that must hold held. */
    boolean run() {
        narrator.step(0, "A control plane and three candidates");
        narrator.say("everything is in " + files.directory());
        long ready = server.start();
        narrator.say("the server is ready after " + millis(0, ready));
        narrator.measure("server: start to ready", millis(0, ready));
        try (ApiClient client = DemoClient.open(files.kubeconfig(), "bellwether-demo", clock, executor);
                Recorder recorder = Recorder.start(client, clock, executor, prepare(client))) {
            Candidates.NAMES.forEach(candidates::start);
            Reign reign = steady(recorder);
            reign = terminate(recorder, reign);
            reign = kill(recorder, reign);
            reign = stall(recorder, reign);
            Outage outage = crash(client, recorder, reign);
            return new Verdict(recorder, journals, narrator, patience).judge(outage.acknowledged(), outage.present());
        }
    }

    @Override
    public void close() {
        candidates.close();
        server.close();
    }

    /** Who leads, under which token. */
    private record Reign(String leader, long token) {}

    /** What the server acknowledged before it was killed, and what it had after its restart. */
    private record Outage(Set<String> acknowledged, Set<String> present) {}

    /** Creates the objects; answers the version after which everything is recorded. */
    private String prepare(ApiClient client) {
        DemoClient.require(
                client,
                new Request.Create(
                        ResourcePath.all(DemoObjects.NAMESPACES), DemoObjects.namespace(), WriteOptions.DEFAULT),
                clock);
        return DemoClient.require(
                        client,
                        new Request.Create(
                                ResourcePath.in(DemoObjects.CONFIG_MAPS, DemoObjects.NAMESPACE),
                                DemoObjects.configMap(DemoObjects.COUNTER, Map.of()),
                                WriteOptions.DEFAULT),
                        clock)
                .object()
                .resourceVersion();
    }

    private Reign steady(Recorder recorder) {
        narrator.step(1, "Steady state: one leads, its worker writes under a fence");
        Leased lease = awaitLeader(recorder, 0);
        awaitFirstWrite(lease.token());
        narrator.say(lease.holder() + " leads with token " + lease.token() + "; its worker writes");
        long before = journals.count(WorkerEntry.Acknowledged.class, lease.token());
        long startNanos = clock.nanos();
        rest(pace.steady());
        long writes = journals.count(WorkerEntry.Acknowledged.class, lease.token()) - before;
        double seconds = (clock.nanos() - startNanos) / 1e9;
        String rate = "%.0f/s".formatted(writes / seconds);
        narrator.say("%d fenced writes acknowledged in %.1f s".formatted(writes, seconds));
        narrator.measure("steady state: fenced writes of one worker", rate);
        return new Reign(lease.holder(), lease.token());
    }

    private Reign terminate(Recorder recorder, Reign reign) {
        narrator.step(2, "SIGTERM to the leader: it stops its worker, then releases the Lease");
        long startNanos = clock.nanos();
        DemoProcess leader = candidates.of(reign.leader());
        leader.signal("TERM");
        Leased next = awaitLeader(recorder, reign.token());
        Leased released = patience.find(
                "the release of the Lease",
                () -> recorder.firstLease(lease -> lease.token() > reign.token()
                        && lease.token() <= next.token()
                        && lease.holder().isEmpty()));
        WorkerEntry first = awaitFirstWrite(next.token());
        narrator.say("released after " + millis(startNanos, released.atNanos()) + ", " + next.holder()
                + " leads with token " + next.token() + " after another "
                + millis(released.atNanos(), next.atNanos()) + ", its first write came "
                + millis(startNanos, first.atNanos()) + " after the signal");
        narrator.measure("SIGTERM: signal to release", millis(startNanos, released.atNanos()));
        narrator.measure("SIGTERM: release to next leader", millis(released.atNanos(), next.atNanos()));
        patience.until(reign.leader() + " to end", () -> !leader.isAlive());
        candidates.start(reign.leader());
        return new Reign(next.holder(), next.token());
    }

    private Reign kill(Recorder recorder, Reign reign) {
        narrator.step(3, "kill -9 of the leader: its worker dies with it, the Lease passes on when it has expired");
        WorkerEntry.Started worker = worker(reign);
        long startNanos = clock.nanos();
        candidates.of(reign.leader()).signal("KILL");
        patience.until("the worker to die with its leader", () -> !isAlive(worker.pid()));
        narrator.say("its worker was dead after " + millis(startNanos, clock.nanos()));
        Leased next = awaitLeader(recorder, reign.token());
        awaitFirstWrite(next.token());
        narrator.say(next.holder() + " leads with token " + next.token() + " after "
                + millis(startNanos, next.atNanos()) + "; the Lease lasts "
                + pace.lease().toMillis() + " ms");
        narrator.measure(
                "kill -9: to next leader (Lease of " + pace.lease().toSeconds() + " s)",
                millis(startNanos, next.atNanos()));
        candidates.start(reign.leader());
        return new Reign(next.holder(), next.token());
    }

    private Reign stall(Recorder recorder, Reign reign) {
        narrator.step(4, "SIGSTOP of the leader and its worker, past the Lease");
        WorkerEntry.Started worker = worker(reign);
        DemoProcess leader = candidates.of(reign.leader());
        leader.signal("STOP");
        DemoProcess.signal(worker.pid(), "STOP");
        narrator.say(reign.leader() + " and its worker stand still, as in a long pause");
        Leased next = awaitLeader(recorder, reign.token());
        awaitFirstWrite(next.token());
        narrator.say(next.holder() + " leads with token " + next.token() + "; now the old worker goes on first");
        DemoProcess.signal(worker.pid(), "CONT");
        WorkerEntry.FencedOut refused = patience.find(
                "the late write of the old worker to be refused",
                () -> journals.first(WorkerEntry.FencedOut.class, reign.token()));
        narrator.say("its late write, number " + refused.sequence() + " of token " + refused.token()
                + ", was refused: 412 FencedOut");
        narrator.measure("SIGSTOP: late write of the deposed worker", "refused, 412");
        leader.signal("CONT");
        patience.until("the old leader to stop its worker", () -> !isAlive(worker.pid()));
        narrator.say(reign.leader() + " went on, saw that it was deposed, stopped its worker, and stands by");
        return new Reign(next.holder(), next.token());
    }

    private Outage crash(ApiClient client, Recorder recorder, Reign reign) {
        narrator.step(5, "kill -9 of the server under load, and restart");
        LoadWriters load = LoadWriters.start(client, clock, executor);
        rest(pace.load());
        long startNanos = clock.nanos();
        server.kill();
        load.stop();
        Set<String> acknowledged = load.acknowledged();
        narrator.say("killed after %d acknowledged creations".formatted(acknowledged.size()));
        long ready = server.start();
        narrator.say("ready again " + millis(0, ready) + " after its start");
        long reviveNanos = clock.nanos();
        WorkerEntry.Acknowledged first = patience.find(
                "a worker's write after the restart",
                () -> journals.entries().stream()
                        .filter(WorkerEntry.Acknowledged.class::isInstance)
                        .map(WorkerEntry.Acknowledged.class::cast)
                        .filter(entry -> entry.atNanos() > reviveNanos)
                        .findFirst());
        Leased lease = recorder.lease().orElseThrow();
        narrator.say((first.token() == reign.token() ? reign.leader() + " still leads" : lease.holder() + " leads now")
                + "; writing again " + millis(startNanos, first.atNanos()) + " after the kill");
        narrator.measure("server kill -9: restart to ready", millis(0, ready));
        narrator.measure("server kill -9: kill to next fenced write", millis(startNanos, first.atNanos()));
        return new Outage(acknowledged, LoadWriters.present(client, clock));
    }

    private Leased awaitLeader(Recorder recorder, long afterToken) {
        return patience.find("a leader with a token above " + afterToken, () -> {
            candidates.dead().stream()
                    .filter(each -> each.hasPrinted("bellwether elect:") && afterToken == 0)
                    .findFirst()
                    .ifPresent(each -> {
                        throw new DemoFailure(each.name() + " ended: " + each.tail());
                    });
            return recorder.firstLease(
                    lease -> lease.token() > afterToken && !lease.holder().isEmpty());
        });
    }

    private WorkerEntry awaitFirstWrite(long token) {
        return patience.find(
                "the first write of token " + token, () -> journals.first(WorkerEntry.Acknowledged.class, token));
    }

    private WorkerEntry.Started worker(Reign reign) {
        return patience.find(
                "the worker of token " + reign.token(), () -> journals.first(WorkerEntry.Started.class, reign.token()));
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private static void rest(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted");
        }
    }
}
