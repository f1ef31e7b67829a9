/**
 * Elections side by side: ours and its peers as programs of their own with one contract
 * ({@code tests/interop/electors}), timed by one harness: handovers, a leader that is cut off, requests, threads and
 * memory.
 */
@NullMarked
package io.bellwether.benchmarks.election;

import org.jspecify.annotations.NullMarked;
