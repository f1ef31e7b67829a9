package io.bellwether.execution;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only factory of threads and executors, so that every thread has a name and a handler for what it did not catch.
 *
 * <p>Platform threads are daemons: whoever holds {@code main} decides how long the process lives. An exception that
 * leaves a thread's task is logged at error.
 */
public final class Threads {

    private static final Logger log = LoggerFactory.getLogger(Threads.class);

    private Threads() {}

    /**
     * An executor that starts a virtual thread per task, named {@code prefix-1}, {@code prefix-2}, … Unbounded: limit
     * with semaphores and deadlines.
     */
    public static ExecutorService virtual(String prefix) {
        return Executors.newThreadPerTaskExecutor(Thread.ofVirtual()
                .name(prefix + "-", 1)
                .uncaughtExceptionHandler(Threads::logUncaught)
                .factory());
    }

    /** An executor with one platform thread, which runs tasks in the order of their arrival. */
    public static ExecutorService single(String name) {
        return Executors.newSingleThreadExecutor(platform(name)::unstarted);
    }

    /** Starts a platform thread. */
    public static Thread start(String name, Runnable task) {
        return platform(name).start(task);
    }

    private static Thread.Builder.OfPlatform platform(String name) {
        return Thread.ofPlatform().name(name).daemon(true).uncaughtExceptionHandler(Threads::logUncaught);
    }

    private static void logUncaught(Thread thread, Throwable failure) {
        log.atError()
                .addKeyValue("thread", thread.getName())
                .setCause(failure)
                .log("Task ended with an exception that nobody caught");
    }
}
