package io.bellwether.apiserver;

import io.bellwether.execution.Clock;
import io.bellwether.execution.Scheduler;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;

/**
 * What the server needs of the machine it runs on; all of it stays the caller's.
 *
 * @param executor starts a virtual thread per task
 * @param random unpredictable, and safe from any thread
 */
public record Machine(Clock clock, Scheduler scheduler, ExecutorService executor, RandomGenerator random) {}
