package io.bellwether.tests.linear;

import io.bellwether.client.ApiClient;
import io.bellwether.client.ClientConfig;
import io.bellwether.client.ClientOptions;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.Leadership;
import io.bellwether.election.core.ElectionTiming;
import io.bellwether.election.lease.LeaseLock;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.RealMachine;
import io.bellwether.execution.Threads;
import io.bellwether.tests.linear.Mischief.Extent;
import io.bellwether.tests.linear.RegisterClient.FenceHeader;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.random.RandomGenerator;

/**
 * One run of clients, candidates and faults against one server, over HTTP/2 through a proxy that breaks connections.
 *
 * <p>Shape: two registers, each guarded by a Lease of its own over which two candidates contend; clients that lead
 * nothing. A register and its Lease are independent of the others, so each is judged by itself, and all together are
 * linearizable if each is.
 *
 * <p>Units and limits: the seed decides what is called and which faults happen, not how the threads interleave.
 */
final class Trial implements AutoCloseable {

    private static final List<String> OBJECTS = List.of("register-0", "register-1");
    private static final int CANDIDATES = 2;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final RealMachine real = RealMachine.open("linear-client");
    private final ExecutorService executor = Threads.virtual("linear");
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<LeaderElection> elections = new ArrayList<>();
    private final Journal journal = new Journal();
    private final Run run = new Run();
    private final RandomGenerator random;
    private final Site site;
    private final FaultyProxy proxy;
    private final FenceHeader fenceHeader;

    private Trial(Site site, long seed, FenceHeader fenceHeader) throws IOException {
        this.site = site;
        this.random = Randomness.seeded(seed);
        this.fenceHeader = fenceHeader;
        this.proxy = FaultyProxy.open(site::address, executor);
    }

    /** Runs, and answers what was called; the site stays open. */
    static Journal run(Site site, long seed, Extent extent, FenceHeader fenceHeader)
            throws IOException, InterruptedException {
        try (Trial trial = new Trial(site, seed, fenceHeader)) {
            trial.run(extent);
            return trial.journal;
        }
    }

    private void run(Extent extent) throws InterruptedException {
        List<Run.Task> tasks = new ArrayList<>();
        for (int worker = 0; worker < extent.workers(); worker++) {
            tasks.add(new Worker(client("worker" + worker), OBJECTS, ownRandom(), run));
        }
        for (String object : OBJECTS) {
            for (int candidate = 0; candidate < CANDIDATES; candidate++) {
                tasks.add(contender(object, object + "-candidate" + candidate));
            }
        }
        tasks.add(new Mischief(site, proxy, ownRandom(), run, journal, extent));
        run.all(tasks, executor, LIMIT);
    }

    private RandomGenerator ownRandom() {
        return Randomness.seeded(random.nextLong());
    }

    private RegisterClient client(String name) {
        ApiClient client = new ApiClient(
                throughTheProxy(),
                ClientOptions.of(name),
                real.machine().clock(),
                real.machine().executor());
        opened.push(client);
        return new RegisterClient(name, client, real.machine().clock(), journal, fenceHeader, ownRandom());
    }

    private Contender contender(String object, String name) {
        LeaseLock lock = LeaseLock.of(throughTheProxy(), name, RegisterClient.NAMESPACE, object, real.machine());
        opened.push(lock);
        BlockingQueue<Leadership> terms = new LinkedBlockingQueue<>();
        LeaderElection election = new LeaderElection(
                new RecordedLock(lock, object, name, journal),
                real.machine(),
                ElectionOptions.candidate(name)
                        .withTiming(ElectionTiming.ofLease(Duration.ofSeconds(10)))
                        .withListener(Contender.listener(terms)));
        elections.add(election);
        election.start();
        return new Contender(client(name), object, election, terms, ownRandom(), run);
    }

    private ClientConfig throughTheProxy() {
        ClientConfig direct = site.config();
        return new ClientConfig(
                URI.create("https://127.0.0.1:" + proxy.port()),
                direct.tls(),
                direct.token(),
                direct.namespace(),
                direct.proxy(),
                direct.origin());
    }

    @Override
    public void close() {
        run.stop();
        // All at once, and while there is a server: each gives its Lease back.
        elections.forEach(LeaderElection::closeLater);
        elections.forEach(LeaderElection::close);
        opened.forEach(Trial::closeOne);
        proxy.close();
        executor.shutdownNow();
        real.close();
    }

    private static void closeOne(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot close " + closeable, e);
        }
    }
}
