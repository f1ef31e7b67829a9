/**
 * Helpers for the leader's writes to what is not our own API server: any Kubernetes object, and any HTTP service. What
 * each guarantees is in {@code docs/fencing.md}.
 */
@NullMarked
package io.bellwether.election.fence;

import org.jspecify.annotations.NullMarked;
