package io.bellwether.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class ThreadsTest {

    @Test
    void virtual_twoTasks_runOnNumberedVirtualThreads() throws InterruptedException, ExecutionException {
        try (ExecutorService executor = Threads.virtual("http")) {
            Future<Thread> first = executor.submit(Thread::currentThread);
            assertThat(first.get().isVirtual()).isTrue();
            assertThat(first.get().getName()).isEqualTo("http-1");
            assertThat(executor.submit(Thread::currentThread).get().getName()).isEqualTo("http-2");
        }
    }

    @Test
    void single_twoTasks_runOnOneNamedDaemon() throws InterruptedException, ExecutionException {
        try (ExecutorService executor = Threads.single("store-writer")) {
            Thread thread = executor.submit(Thread::currentThread).get();
            assertThat(thread.getName()).isEqualTo("store-writer");
            assertThat(thread.isDaemon()).isTrue();
            assertThat(executor.submit(Thread::currentThread).get()).isSameAs(thread);
        }
    }

    @Test
    void start_task_runsOnANamedPlatformThread() throws InterruptedException, ExecutionException {
        CompletableFuture<String> name = new CompletableFuture<>();
        Thread thread = Threads.start(
                "guardian", () -> name.complete(Thread.currentThread().getName()));
        assertThat(name.get()).isEqualTo("guardian");
        assertThat(thread.isVirtual()).isFalse();
    }
}
