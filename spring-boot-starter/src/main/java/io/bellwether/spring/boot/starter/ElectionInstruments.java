package io.bellwether.spring.boot.starter;

import io.bellwether.election.ElectionListener;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.LockStore;

/**
 * Measures an election; an interface of our own, so that no signature needs Micrometer where there is none.
 *
 * <p>Threads: called once, while the application starts.
 */
public interface ElectionInstruments {

    /** The lock, with its requests measured. */
    LockStore measuring(LockStore lock);

    /** The listener, with what it hears counted. */
    ElectionListener measuring(ElectionListener listener);

    /** Reads gauges from this election from now on. */
    void of(LeaderElection election);
}
