/**
 * How an etcd cluster looks after itself: what is observed, as values, and what follows from it, as pure functions.
 *
 * <p>There are two scopes. {@link NodePlanner} decides for one node about its own process, data directory and identity
 * (rules N1 to N9); {@link ClusterPlanner} decides about the membership (rules C0 to C13), and only the supervisor
 * beside the leader acts on it. {@link QuorumGuard} and {@link DataGuard}, which share no code with the planners, must
 * agree before anything is done. Nothing here does I/O, reads a clock or draws chance: ages are part of the views.
 */
@NullMarked
package io.bellwether.etcd.core;

import org.jspecify.annotations.NullMarked;
