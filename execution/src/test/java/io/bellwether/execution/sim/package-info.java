/**
 * The simulation kit: true time that only the test moves, processes with clocks of their own that drift, pause, freeze
 * and crash, and a network that delays, loses, duplicates and splits; everything decided by one seed.
 */
@NullMarked
package io.bellwether.execution.sim;

import org.jspecify.annotations.NullMarked;
