/**
 * How to lead: the pure state machine of an election, and the values that it speaks in.
 *
 * <p>{@link ElectionMachine#step} takes a state and an input and answers the next state, what to do, and when to be
 * woken. It does no I/O, reads no clock and draws no chance; a simulation runs it as it is.
 */
@NullMarked
package io.bellwether.election.core;

import org.jspecify.annotations.NullMarked;
