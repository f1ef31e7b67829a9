/**
 * Many elections for one job: shards, spread over the processes that live, each with a leader and tokens of its own.
 */
@NullMarked
package io.bellwether.election.group;

import org.jspecify.annotations.NullMarked;
