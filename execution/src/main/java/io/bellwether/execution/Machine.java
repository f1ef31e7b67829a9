package io.bellwether.execution;

import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What a component needs of the machine it runs on, real or simulated.
 *
 * @param clock tells the time
 * @param scheduler runs tasks at moments of that clock
 * @param executor runs tasks that may block; each at once, never refused while the machine is open
 * @param random decides what is left to chance; safe from any thread where {@code executor} has several
 */
public record Machine(Clock clock, Scheduler scheduler, Executor executor, RandomGenerator random) {}
