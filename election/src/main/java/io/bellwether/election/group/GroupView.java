package io.bellwether.election.group;

import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one candidate of a group knows.
 *
 * @param self its own name
 * @param living who lives, this candidate certainly; in the order of their names
 * @param shards by number
 * @param loads how many shards each leads who leads any
 */
record GroupView(String self, NavigableSet<String> living, List<Shard> shards, Map<String, Long> loads) {

    /**
     * One shard.
     *
     * @param holder who leads it, or led it last; empty when nobody does
     * @param standing how it is held
     */
    record Shard(Optional<String> holder, Standing standing) {}

    /** How a shard is held. */
    enum Standing {
        /** By a leader that renews, or by nobody for a moment. */
        SETTLED,
        /** By this candidate, for a while: it may be given away. */
        SEASONED,
        /** By nobody, or by somebody who does not renew, for longer than a take-over takes. */
        ABANDONED
    }

    /** @param members the others who live; this candidate may be among them */
    static GroupView of(String self, NavigableSet<String> members, List<Shard> shards) {
        NavigableSet<String> living = new TreeSet<>(members);
        living.add(self);
        Map<String, Long> loads = shards.stream()
                .flatMap(shard -> shard.holder().stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return new GroupView(self, living, List.copyOf(shards), loads);
    }

    /** How many shards a member leads. */
    long load(String member) {
        return loads.getOrDefault(member, 0L);
    }
}
