package io.bellwether.cli.elect.core;

/**
 * A decision about a running command.
 *
 * @param next the state from now on
 * @param signal to be sent to the group now
 * @param wakeAtNanos when to look again at the latest, if nothing happens before; {@link Long#MAX_VALUE} for never
 */
public record RunStep(RunState next, GroupSignal signal, long wakeAtNanos) {}
