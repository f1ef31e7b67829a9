package io.bellwether.election.group;

import io.bellwether.election.Leadership;

/** What the leader of a shard does. */
@FunctionalInterface
public interface ShardWork {

    /**
     * Called once per term of each shard, each on a thread of its own, and interrupted when the term ends; as
     * {@link io.bellwether.election.LeaderWork#run}.
     *
     * @param shard from 0 to the number of shards, exclusive
     */
    void lead(int shard, Leadership leadership) throws Exception;
}
