package io.bellwether.benchmarks.elastic;

import java.io.IOException;

/** How a cluster is formed, healed and grown. Each call begins something, and does not wait for it to be done. */
interface Way extends AutoCloseable {

    /** Starts the first three machines, which have nothing. */
    void bootstrap() throws IOException;

    /** Waits until each of the three has begun to decide; answers whether anybody decides here. */
    boolean awaitSupervisors();

    /** A machine loses power and etcd's data, and is started again at once. */
    void loseAndReturn(int machine) throws IOException;

    /** The same, and it loses what its supervisor knew; answers whether there was a supervisor. */
    boolean loseAllAndReturn(int machine) throws IOException;

    /** Starts two more machines, and wants five voters. */
    void growToFive() throws IOException;

    @Override
    void close();
}
