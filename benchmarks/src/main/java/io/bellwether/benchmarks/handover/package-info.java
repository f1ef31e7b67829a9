/**
 * How long nobody leads: three {@code bellwether elect} processes hand a Lease over, asked to by SIGTERM or forced to
 * by SIGKILL, and both are timed from outside.
 */
@NullMarked
package io.bellwether.benchmarks.handover;

import org.jspecify.annotations.NullMarked;
