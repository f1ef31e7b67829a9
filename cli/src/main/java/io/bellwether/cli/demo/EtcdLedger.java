package io.bellwether.cli.demo;

import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.Stored;
import io.bellwether.execution.Clock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Writes one key after the other through whoever answers, and remembers what was acknowledged.
 *
 * <p>Threads: one task of the executor writes; the rest from any thread.
 */
final class EtcdLedger implements AutoCloseable {

    private static final String PREFIX = "/demo/";

    /** As many as are read at once. */
    private static final int BLOCK = 500;

    /** Often enough to see a gap, seldom enough to leave the processor to the cluster. */
    private static final long PAUSE_MILLIS = 10;

    private final EtcdClient client;
    private final List<URI> servers;
    private final Clock clock;
    private final Queue<Integer> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicLong longestNanos = new AtomicLong();
    private final Semaphore ended = new Semaphore(0);
    private volatile boolean ending;

    EtcdLedger(EtcdClient client, List<URI> servers, Clock clock) {
        this.client = client;
        this.servers = List.copyOf(servers);
        this.clock = clock;
    }

    void start(Executor executor) {
        executor.execute(this::write);
    }

    private void write() {
        int server = 0;
        long last = clock.nanos();
        for (int number = 0; !ending; number++) {
            if (client.put(servers.get(server), key(number), Integer.toString(number)) instanceof Answer.Given) {
                acknowledged.add(number);
                long now = clock.nanos();
                longestNanos.accumulateAndGet(now - last, Math::max);
                last = now;
            } else {
                server = (server + 1) % servers.size();
            }
            pause();
        }
    }

    /** Its name tells in which block it is read back. */
    private static String key(int number) {
        return block(number / BLOCK) + number;
    }

    private static String block(int block) {
        return PREFIX + block + "/";
    }

    private void pause() {
        try {
            ending = ending || ended.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            ending = true;
        }
    }

    int count() {
        return acknowledged.size();
    }

    /** The longest time without an acknowledged write since this was asked last. */
    Duration longestGap() {
        return Duration.ofNanos(longestNanos.getAndSet(0));
    }

    /** Which acknowledged writes are not there, read linearizably through a server. */
    List<String> lost(URI through) {
        close();
        Map<Integer, Set<String>> found = new HashMap<>();
        List<String> lost = new ArrayList<>();
        for (int number : acknowledged) {
            if (!found.computeIfAbsent(number / BLOCK, block -> keys(through, block))
                    .contains(key(number))) {
                lost.add("acknowledged write " + number + " is not there");
            }
        }
        return lost;
    }

    private Set<String> keys(URI through, int block) {
        return client
                .list(through, block(block))
                .given()
                .orElseThrow(() -> new DemoFailure(through + " does not answer"))
                .stream()
                .map(Stored::key)
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        ending = true;
        ended.release();
    }
}
