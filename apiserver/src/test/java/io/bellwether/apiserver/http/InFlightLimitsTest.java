package io.bellwether.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.apimachinery.StatusException;
import io.bellwether.apiserver.request.Verb;
import io.bellwether.execution.Threads;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests beyond those that may be in progress: they wait in order, and no longer than they may (G-A6). */
@Timeout(30)
class InFlightLimitsTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final ExecutorService executor = Threads.virtual("request");

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void request_withoutAPlace_waitsAndIsServedInTheOrderOfArrival() throws Exception {
        InFlightLimits limits = limits(1, 3, LONG);
        InFlightLimits.Place first = limits.take(Verb.CREATE);
        ConcurrentLinkedQueue<Integer> served = new ConcurrentLinkedQueue<>();
        List<Future<?>> requests = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            int arrived = number;
            requests.add(executor.submit(() -> {
                try (InFlightLimits.Place place = limits.take(Verb.CREATE)) {
                    served.add(arrived);
                }
                return null;
            }));
            awaitWaiting(limits, number + 1);
        }

        assertThat(served).isEmpty();
        first.close();
        for (Future<?> request : requests) {
            request.get();
        }
        assertThat(served).containsExactly(0, 1, 2);
        assertThat(limits.waiting()).isZero();
        assertThat(limits.writesInFlight()).isZero();
    }

    @Test
    void request_thatFindsTheQueueFull_isRefusedAtOnce() throws Exception {
        InFlightLimits limits = limits(1, 1, LONG);
        try (InFlightLimits.Place first = limits.take(Verb.CREATE)) {
            Future<?> waiting = executor.submit(() -> {
                limits.take(Verb.DELETE).close();
                return null;
            });
            awaitWaiting(limits, 1);

            assertRefused(limits);
            first.close();
            waiting.get();
        }
    }

    @Test
    void request_thatWaitsTooLong_isRefused() throws Exception {
        InFlightLimits limits = limits(1, 1, Duration.ofMillis(1));
        try (InFlightLimits.Place first = limits.take(Verb.CREATE)) {
            assertRefused(limits);

            assertThat(limits.waiting()).isZero();
            first.close();
            assertThat(limits.writesInFlight()).isZero();
        }
    }

    @Test
    void reads_haveTheirOwnPlaces() throws Exception {
        InFlightLimits limits = limits(1, 1, LONG);
        try (InFlightLimits.Place write = limits.take(Verb.CREATE);
                InFlightLimits.Place read = limits.take(Verb.LIST)) {
            assertThat(limits.readsInFlight()).isEqualTo(1);
            assertThat(limits.writesInFlight()).isEqualTo(1);
        }
    }

    private static void assertRefused(InFlightLimits limits) {
        assertThatThrownBy(() -> limits.take(Verb.UPDATE)).isInstanceOfSatisfying(StatusException.class, refused -> {
            assertThat(refused.status().code()).isEqualTo(429);
            assertThat(refused.status().details().retryAfterSeconds()).isEqualTo(1);
        });
    }

    private static void awaitWaiting(InFlightLimits limits, int count) {
        while (limits.waiting() < count) {
            Thread.onSpinWait();
        }
    }

    private static InFlightLimits limits(int places, int queueLimit, Duration queueTimeout) {
        HttpOptions defaults = HttpOptions.defaults(new InetSocketAddress(0));
        return new InFlightLimits(new HttpOptions(
                defaults.listen(),
                defaults.bodySizeLimit(),
                places,
                places,
                queueLimit,
                queueTimeout,
                defaults.connectionLimit(),
                defaults.readTimeout(),
                defaults.writeTimeout(),
                defaults.stallTimeout(),
                defaults.compression()));
    }
}
