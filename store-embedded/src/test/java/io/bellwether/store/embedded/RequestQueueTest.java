package io.bellwether.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.store.Revision;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests arrive in the order in which they were put, each once, and none is forgotten at the end. */
final class RequestQueueTest {

    private static final long PATIENCE_SECONDS = 60;

    private final RequestQueue queue = new RequestQueue();
    private final ArrayDeque<Request> taken = new ArrayDeque<>();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void endCallers() {
        callers.shutdownNow();
    }

    private static Request request(long number) {
        return new Request(new Request.Work.Compact(new Revision(number)));
    }

    private static long number(Request request) {
        return ((Request.Work.Compact) request.work()).revision().value();
    }

    private List<Long> numbers() {
        return taken.stream().map(RequestQueueTest::number).toList();
    }

    @Test
    void drain_severalPut_takesThemOldestFirstBehindWhatIsThere() throws InterruptedException {
        taken.add(request(1));
        queue.put(request(2));
        queue.put(request(3));
        queue.put(request(4));

        assertThat(queue.drainTo(taken)).isTrue();
        assertThat(numbers()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void drain_again_takesNothingTwice() throws InterruptedException {
        queue.put(request(1));
        queue.drainTo(taken);

        assertThat(queue.drainTo(taken)).isTrue();
        assertThat(taken).hasSize(1);
    }

    @Test
    void put_closedQueue_isRefused() throws InterruptedException {
        queue.close();

        assertThat(queue.put(request(1))).isFalse();
        assertThat(queue.drainTo(taken)).isFalse();
        assertThat(taken).isEmpty();
    }

    @Test
    void close_requestsInIt_areStillTakenOut() throws InterruptedException {
        queue.put(request(1));
        queue.put(request(2));
        queue.close();
        queue.close();

        assertThat(queue.awaitTo(taken)).isFalse();
        assertThat(numbers()).containsExactly(1L, 2L);
        assertThat(queue.awaitTo(taken)).isFalse();
    }

    @Test
    void await_emptyQueue_endsWithTheClose() throws Exception {
        Future<Boolean> waiting = callers.submit(() -> queue.awaitTo(taken));
        queue.close();

        assertThat(waiting.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void put_fullQueue_waitsForAPlace() throws Exception {
        for (int number = 0; number < RequestQueue.CAPACITY; number++) {
            queue.put(request(number));
        }
        CompletableFuture<Boolean> last = CompletableFuture.supplyAsync(() -> putting(-1), callers);
        assertThat(last).isNotDone();

        queue.drainTo(taken);

        assertThat(taken).hasSize(RequestQueue.CAPACITY);
        assertThat(last).succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS)).isEqualTo(true);
    }

    @Test
    void close_callerWaitsForAPlace_isRefused() throws Exception {
        for (int number = 0; number < RequestQueue.CAPACITY; number++) {
            queue.put(request(number));
        }
        CompletableFuture<Boolean> last = CompletableFuture.supplyAsync(() -> putting(-1), callers);

        queue.close();

        assertThat(last).succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS)).isEqualTo(false);
    }

    private boolean putting(long number) {
        try {
            return queue.put(request(Math.abs(number)));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void await_manyCallers_getsEachRequestOnceAndInItsCallersOrder() throws Exception {
        int callerCount = 16;
        int each = 5_000;
        for (int caller = 0; caller < callerCount; caller++) {
            long first = (long) caller * each;
            callers.execute(() -> {
                for (int number = 0; number < each; number++) {
                    putting(first + number);
                }
            });
        }

        List<Long> seen = new ArrayList<>();
        while (seen.size() < callerCount * each) {
            assertThat(queue.awaitTo(taken)).isTrue();
            seen.addAll(numbers());
            taken.clear();
        }

        assertThat(seen).doesNotHaveDuplicates();
        for (int caller = 0; caller < callerCount; caller++) {
            long mine = caller;
            assertThat(seen.stream().filter(number -> number / each == mine)).isSorted();
        }
    }
}
