package io.bellwether.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class MailboxTest {

    private final ArrayDeque<Runnable> turns = new ArrayDeque<>();

    private void runTurns() {
        while (!turns.isEmpty()) {
            turns.removeFirst().run();
        }
    }

    @Test
    void execute_manyThreads_runsEachTaskOnceAndAloneInOrderOfItsSender() throws InterruptedException {
        int senders = 4;
        int perSender = 5_000;
        List<int[]> seen = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(senders * perSender);
        try (ExecutorService executor = Threads.virtual("mailbox-test")) {
            Mailbox mailbox = new Mailbox("test", executor, senders * perSender);
            for (int sender = 0; sender < senders; sender++) {
                int from = sender;
                executor.execute(() -> {
                    for (int index = 0; index < perSender; index++) {
                        int[] mark = {from, index};
                        mailbox.execute(() -> {
                            // Unsynchronized on purpose: the mailbox alone keeps it consistent.
                            seen.add(mark);
                            done.countDown();
                        });
                    }
                });
            }
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(seen).hasSize(senders * perSender);
        int[] next = new int[senders];
        for (int[] mark : seen) {
            assertThat(mark[1]).isEqualTo(next[mark[0]]++);
        }
    }

    @Test
    void execute_atTheBound_isRejectedAndNeverRuns() {
        Mailbox mailbox = new Mailbox("orders", turns::addLast, 2);
        List<String> ran = new ArrayList<>();
        mailbox.execute(() -> ran.add("a"));
        mailbox.execute(() -> ran.add("b"));
        assertThatThrownBy(() -> mailbox.execute(() -> ran.add("c")))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("orders")
                .hasMessageContaining("2");
        runTurns();
        assertThat(ran).containsExactly("a", "b");
        assertThat(mailbox.size()).isZero();
    }

    @Test
    void execute_fromInsideATask_runsAfterIt() {
        Mailbox mailbox = new Mailbox("test", Runnable::run, 10);
        List<String> ran = new ArrayList<>();
        mailbox.execute(() -> {
            mailbox.execute(() -> ran.add("inner"));
            ran.add("outer");
        });
        assertThat(ran).containsExactly("outer", "inner");
    }

    @Test
    void run_taskThrows_handlerSeesItAndLaterTasksRun() throws InterruptedException {
        List<Throwable> caught = new ArrayList<>();
        List<String> ran = new ArrayList<>();
        Mailbox mailbox = new Mailbox("test", turns::addLast, 10);
        IllegalStateException failure = new IllegalStateException("expected");
        mailbox.execute(() -> {
            throw failure;
        });
        mailbox.execute(() -> ran.add("next"));
        Thread thread = new Thread(this::runTurns);
        thread.setUncaughtExceptionHandler((ignored, throwable) -> caught.add(throwable));
        thread.start();
        thread.join();
        assertThat(caught).containsExactly(failure);
        assertThat(ran).containsExactly("next");
    }

    @Test
    void turn_longQueue_letsTheNeighbourRun() {
        List<String> ran = new ArrayList<>();
        Mailbox busy = new Mailbox("busy", turns::addLast, 1_000);
        Mailbox neighbour = new Mailbox("neighbour", turns::addLast, 10);
        for (int count = 0; count < 1_000; count++) {
            busy.execute(() -> ran.add("busy"));
        }
        neighbour.execute(() -> ran.add("neighbour"));
        runTurns();
        assertThat(ran).hasSize(1_001);
        assertThat(ran.indexOf("neighbour")).isLessThan(100);
    }

    @Test
    void execute_executorShutDown_isRejectedEachTime() {
        ExecutorService executor = Threads.single("mailbox-test-closed");
        executor.shutdown();
        Mailbox mailbox = new Mailbox("test", executor, 1);
        assertThatThrownBy(() -> mailbox.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> mailbox.execute(() -> {})).hasMessageContaining("no executor");
    }
}
