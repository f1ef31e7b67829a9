package io.bellwether.cli.elect;

import io.bellwether.election.LeaderWork;
import io.bellwether.election.Leadership;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The work of a leader that only tells others: none. But the program beside it needs a moment to notice that the term
 * is over and to stop its own work; for so long the Lease is kept.
 *
 * <p>Threads: {@link #run} by the election, {@link #hurry} by any thread.
 */
final class SidecarWork implements LeaderWork {

    private final Duration grace;
    private final CountDownLatch hurried = new CountDownLatch(1);

    SidecarWork(Duration grace) {
        this.grace = grace;
    }

    /** Nobody waits for the grace any more. */
    void hurry() {
        hurried.countDown();
    }

    /** Returns the grace after the end of the term, which is an interrupt. */
    @Override
    public void run(Leadership leadership) throws InterruptedException {
        try {
            new Semaphore(0).acquire();
        } catch (InterruptedException over) {
            boolean unused = hurried.await(grace.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
