package io.bellwether.electors.program;

/** The candidates of one process by one library. */
public interface Electors extends AutoCloseable {

    /** Contends for this Lease, again after every loss, until closed. Returns at once. */
    void contend(String lease);

    /** Ends every candidacy as the library recommends, releasing what is held. Returns when that is done. */
    @Override
    void close();
}
