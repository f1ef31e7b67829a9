/**
 * Elects one holder of a lock among candidates.
 *
 * <p>{@link io.bellwether.election.LeaderElection} is the entry, {@link io.bellwether.election.Leadership} what a
 * leader holds, {@link io.bellwether.election.LockStore} what a lock must offer. The rules are in {@code core}; the
 * classes here perform what the rules decide.
 */
@NullMarked
package io.bellwether.election;

import org.jspecify.annotations.NullMarked;
