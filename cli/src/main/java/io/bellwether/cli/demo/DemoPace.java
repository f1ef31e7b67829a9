package io.bellwether.cli.demo;

import java.time.Duration;

/**
 * How fast the demonstration goes.
 *
 * @param lease the duration of the Lease; whole seconds
 * @param steady how long the steady state is watched
 * @param load how long the server is under load before it is killed
 */
record DemoPace(Duration lease, Duration steady, Duration load) {

    /** For people: about a minute. */
    static final DemoPace CALM = new DemoPace(Duration.ofSeconds(8), Duration.ofSeconds(5), Duration.ofSeconds(3));

    /** For scripts. */
    static final DemoPace FAST = new DemoPace(Duration.ofSeconds(3), Duration.ofMillis(1500), Duration.ofMillis(1500));
}
