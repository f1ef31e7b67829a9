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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One writer beside each member, through that member alone; what was acknowledged, and when, is remembered. So a time
 * without any acknowledgement is the cluster's, not that of a client which had to look for another member.
 *
 * <p>Threads: each writer owns its notes; but for their number they are read after {@link #end}.
 */
final class Ledger {

    private static final Duration TIMEOUT = Duration.ofMillis(HostedMember.ELECTION_MILLIS);
    private static final long PAUSE_MILLIS = 10;
    private static final long STANDSTILL_NANOS = TIMEOUT.multipliedBy(4).toNanos();
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
        private final List<Long> times = new ArrayList<>();
        private final List<Gap> standstills = new ArrayList<>();
        private final EtcdClient client = client(TIMEOUT);
        private final Thread thread = Thread.ofVirtual().unstarted(this::write);

        Notes(int number, URI server) {
            this.number = number;
            this.server = server;
        }

        private void write() {
            try {
                for (int count = 0; !ending; count++) {
                    long begun = System.nanoTime();
                    String key = prefix(count / BLOCK) + count;
                    if (client.put(server, key, Integer.toString(count)) instanceof Answer.Given) {
                        acknowledged.add(count);
                        times.add(System.nanoTime());
                    }
                    Patience.pause(PAUSE_MILLIS);
                    noteStandstill(begun, System.nanoTime());
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /** What takes longer than it can: the machine stood still, and tells nothing about the cluster. */
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
        List<Gap> standstills =
                writers.stream().flatMap(writer -> writer.standstills.stream()).toList();
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
}
