package io.bellwether.electors.program;

/** The candidates of one process by one library. */
public interface Electors extends AutoCloseable {

    /** Contends for this Lease, again after every loss, until closed. Returns at once. */
    void contend(String lease);

    /**
     * Gives up the lead of this Lease, if it has it, as the library recommends; contends again once others have had
     * their turn, and returns then.
     */
    void resign(String lease);

    /** Ends every candidacy as the library recommends, releasing what is held. Returns when that is done. */
    @Override
    void close();
}
