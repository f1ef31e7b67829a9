package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.Stored;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Writes one key after the other through whoever answers, and remembers what was acknowledged and when. */
final class Writer implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final long PAUSE_MILLIS = 10;

    private final List<Site> sites;
    private final Function<Duration, EtcdClient> clients;
    private final EtcdClient client;
    private final Queue<Integer> acknowledged = new ConcurrentLinkedQueue<>();
    private final List<Duration> gaps = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean ending;
    private volatile long lastAt = System.nanoTime();

    Writer(List<Site> sites) {
        this(
                sites,
                timeout -> new EtcdClient(
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .build(),
                        timeout));
    }

    /** One whose clients are made so, for a time to wait. */
    Writer(List<Site> sites, Function<Duration, EtcdClient> clients) {
        this.sites = List.copyOf(sites);
        this.clients = clients;
        this.client = clients.apply(TIMEOUT);
        this.thread = Thread.ofVirtual().start(this::write);
    }

    private void write() {
        int site = 0;
        try {
            for (int number = 0; !ending; number++) {
                URI server = sites.get(site).clientUrl();
                if (client.put(server, "/load/" + number, Integer.toString(number)) instanceof Answer.Given) {
                    acknowledged.add(number);
                    long now = System.nanoTime();
                    gaps.add(Duration.ofNanos(now - lastAt));
                    lastAt = now;
                    Patience.pause(PAUSE_MILLIS);
                } else {
                    site = (site + 1) % sites.size();
                }
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /** Forgets the gaps so far. */
    void measure() {
        gaps.clear();
    }

    /** The longest time without an acknowledged write since {@link #measure}. */
    Duration longestGap() {
        return gaps.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    int acknowledged() {
        return acknowledged.size();
    }

    /** Waits until so many more writes have been acknowledged. */
    void awaitMore(int count) throws InterruptedException {
        int before = acknowledged.size();
        Patience.Met<Integer> unused = Patience.await(
                Cluster.PATIENCE,
                () -> count + " writes more than " + before + " through "
                        + sites.stream().map(Site::name).toList(),
                () -> Optional.of(acknowledged.size()).filter(now -> now >= before + count));
    }

    /** I1: every acknowledged write can be read, linearizably, once the member answers. */
    void checkAll(Site through) throws InterruptedException {
        ending = true;
        thread.join();
        EtcdClient patient = clients.apply(Duration.ofSeconds(5));
        assertThat(acknowledged).isNotEmpty();
        for (int number : acknowledged) {
            Patience.Met<Optional<Stored>> read = Patience.await(
                    Cluster.PATIENCE,
                    () -> "an answer about write " + number,
                    () -> patient.get(through.clientUrl(), "/load/" + number).given());
            assertThat(read.value()).as("acknowledged write %d", number).isPresent();
        }
    }

    @Override
    public void close() throws InterruptedException {
        ending = true;
        thread.join();
    }
}
