package io.bellwether.benchmarks.elastic;

import java.io.IOException;

/** How a cluster is formed, healed and grown. Each call begins something, and does not wait for it to be done. */
interface Way extends AutoCloseable {

    /** Starts the first three machines, which have nothing. */
    void bootstrap() throws IOException;

    /** A machine loses power and its disk, and is started again at once. */
    void loseAndReturn(int machine) throws IOException;

    /** Starts two more machines, and wants five voters. */
    void growToFive() throws IOException;

    @Override
    void close() throws IOException;
}
