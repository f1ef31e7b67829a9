package io.bellwether.tests.etcd;

import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One writer beside each member, through that member alone; what was acknowledged, and when, is remembered. A write
 * begins every 25 ms whether or not those before it were answered, and waits for an answer for one election timeout. So
 * a time without any acknowledgement is the cluster's: not that of a client which had to look for another member, nor
 * that of one which still waited for an answer that went down with a leader.
 *
 * <p>Threads: safe from any; gaps and losses are read after {@link #end}.
 */
final class Ledger {

    private static final Duration TIMEOUT = Duration.ofMillis(HostedMember.ELECTION_MILLIS);
    private static final long PACE_MILLIS = 25;

    /** A pause of {@link #PACE_MILLIS} that takes longer was none: this machine stood still. */
    private static final long STANDSTILL_NANOS = TIMEOUT.toNanos();

    private static final int BLOCK = 500;
    private static final Duration READING = Duration.ofSeconds(10);

    private final List<Notes> writers = new ArrayList<>();
    private volatile boolean ending;

    /** A time without an acknowledgement: nanoseconds on this machine's clock. */
    record Gap(long from, long to) {

        Duration length() {
            return Duration.ofNanos(to - from);
        }

        boolean touches(long begin, long end) {
            return from < end && to > begin;
        }
    }

    private final class Notes {
        private final int number;
        private final URI server;
        private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
        private final Queue<Long> times = new ConcurrentLinkedQueue<>();
        private final Queue<Gap> standstills = new ConcurrentLinkedQueue<>();
        private final EtcdClient client = client(TIMEOUT);
        private final Thread thread = Thread.ofVirtual().unstarted(this::write);

        Notes(int number, URI server) {
            this.number = number;
            this.server = server;
        }

        private void write() {
            try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int next = 0; !ending; next++) {
                    int count = next;
                    calls.execute(() -> put(count));
                    long begun = System.nanoTime();
                    Patience.pause(PACE_MILLIS);
                    noteStandstill(begun, System.nanoTime());
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private void put(int count) {
            if (client.put(server, prefix(count / BLOCK) + count, Integer.toString(count)) instanceof Answer.Given) {
                times.add(System.nanoTime());
                acknowledged.add(count);
            }
        }

        /** That tells nothing about the cluster. */
        private void noteStandstill(long begun, long ended) {
            if (ended - begun > STANDSTILL_NANOS) {
                standstills.add(new Gap(begun, ended));
            }
        }

        private String prefix(int block) {
            return "/ledger/" + number + "/" + block + "/";
        }

        /** Which acknowledged writes cannot be read. */
        private List<String> lost(URI from) throws InterruptedException {
            EtcdClient reader = client(READING);
            List<String> lost = new ArrayList<>();
            int last = acknowledged.stream().mapToInt(count -> count).max().orElse(0);
            for (int block = 0; block <= last / BLOCK; block++) {
                Set<String> found = new HashSet<>();
                String keys = prefix(block);
                Patience.await(
                                Cluster.PATIENCE,
                                () -> "an answer of " + from,
                                () -> reader.list(from, keys).given())
                        .value()
                        .forEach(stored -> found.add(stored.key()));
                for (int count = block * BLOCK; count < (block + 1) * BLOCK; count++) {
                    if (acknowledged.contains(count) && !found.contains(prefix(block) + count)) {
                        lost.add(prefix(block) + count);
                    }
                }
            }
            return lost;
        }
    }

    private static EtcdClient client(Duration timeout) {
        return new EtcdClient(
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(timeout)
                        .build(),
                timeout);
    }

    /** Writers that begin at once. */
    static Ledger start(List<URI> members) {
        Ledger ledger = new Ledger();
        for (URI member : members) {
            ledger.writers.add(ledger.new Notes(ledger.writers.size(), member));
        }
        ledger.writers.forEach(writer -> writer.thread.start());
        return ledger;
    }

    /** No more writes. */
    void end() throws InterruptedException {
        ending = true;
        for (Notes writer : writers) {
            writer.thread.join();
        }
    }

    int acknowledged() {
        return writers.stream().mapToInt(writer -> writer.acknowledged.size()).sum();
    }

    /** I1: which acknowledged writes cannot be read, linearizably, once the member answers. */
    List<String> lost(URI from) throws InterruptedException {
        List<String> lost = new ArrayList<>();
        for (Notes writer : writers) {
            lost.addAll(writer.lost(from));
        }
        return lost;
    }

    /**
     * The times between one acknowledgement and the next, whoever got them, but for those of a machine that stood
     * still.
     */
    List<Gap> gaps() {
        List<Gap> standstills = standstills();
        List<Long> times = new ArrayList<>();
        writers.forEach(writer -> times.addAll(writer.times));
        Collections.sort(times);
        List<Gap> gaps = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            Gap gap = new Gap(times.get(i - 1), times.get(i));
            if (standstills.stream().noneMatch(still -> gap.touches(still.from(), still.to()))) {
                gaps.add(gap);
            }
        }
        return gaps;
    }

    /** The times in which this machine stood still, as each writer saw them. */
    List<Gap> standstills() {
        return writers.stream().flatMap(writer -> writer.standstills.stream()).toList();
    }
}
