package io.bellwether.election;

/** What a leader does. */
@FunctionalInterface
public interface LeaderWork {

    /**
     * Works until the leadership ends.
     *
     * <p>Threads: called once per term, on a thread of the election's executor, which is interrupted when the term
     * ends. The lock is released only after this has returned; when it takes longer than the drain limit, the lock is
     * left to expire.
     *
     * <p>Errors: returning, or throwing, while the leadership is valid ends the term; the candidate pauses and then
     * contends again.
     */
    void run(Leadership leadership) throws Exception;
}
