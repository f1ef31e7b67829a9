package io.bellwether.election.group;

import io.bellwether.election.group.GroupView.Shard;
import io.bellwether.election.group.GroupView.Standing;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What one candidate of a group does next.
 *
 * <p>Shards stay where they are as long as they can. Of a shard that loses its leader the least loaded member becomes
 * the next one, among equals the one with the highest hash of shard and member (rendezvous hashing), so that the shards
 * of a dead member spread over all others. A member gives a shard to another one only when that has at least two fewer:
 * each gift makes the loads more even, so the number of gifts after a change is at most what evens them out, and two
 * members never pass a shard to and fro. All of that are wishes: whatever the candidates believe of each other, each
 * shard has one leader, by its lock.
 *
 * <p>Source: Thaler and Ravishankar, "Using name-based mappings to increase hit rates", 1998 (rendezvous hashing).
 *
 * @param contend the shards to contend for, those that it leads included
 * @param gift what to give away; empty for nothing
 */
record GroupPlan(Set<Integer> contend, Optional<Gift> gift) {

    /** A smaller difference would only turn round. */
    private static final int WORTH_IT = 2;

    /** A shard for another member. */
    record Gift(int shard, String receiver) {}

    GroupPlan {
        contend = Set.copyOf(contend);
    }

    static GroupPlan of(GroupView view) {
        Set<Integer> contend = IntStream.range(0, view.shards().size())
                .filter(shard -> contends(view, shard))
                .boxed()
                .collect(Collectors.toSet());
        return new GroupPlan(contend, gift(view));
    }

    private static boolean contends(GroupView view, int shard) {
        Shard present = view.shards().get(shard);
        boolean mine = present.holder().filter(view.self()::equals).isPresent();
        return mine || present.standing() == Standing.ABANDONED || isHeir(view, shard, present.holder());
    }

    private static boolean isHeir(GroupView view, int shard, Optional<String> holder) {
        return heir(view, shard, holder).filter(view.self()::equals).isPresent();
    }

    /** Who follows when the present leader goes. */
    private static Optional<String> heir(GroupView view, int shard, Optional<String> holder) {
        Comparator<String> byLoad = Comparator.comparingLong(view::load);
        Comparator<String> byRank = Comparator.comparingLong(member -> -rank(shard, member));
        return view.living().stream()
                .filter(member -> !holder.equals(Optional.of(member)))
                .min(byLoad.thenComparing(byRank));
    }

    private static Optional<Gift> gift(GroupView view) {
        return mayGive(view)
                ? IntStream.range(0, view.shards().size())
                        .filter(shard -> view.shards().get(shard).standing() == Standing.SEASONED)
                        .mapToObj(shard ->
                                heir(view, shard, Optional.of(view.self())).map(heir -> new Gift(shard, heir)))
                        .flatMap(Optional::stream)
                        .max(Comparator.comparingLong(gift -> rank(gift.shard(), gift.receiver())))
                : Optional.empty();
    }

    /**
     * Whoever has more than the greatest fair part gives. When it is only about the last shard of a part, one of the
     * most loaded gives, lest all of them do.
     */
    private static boolean mayGive(GroupView view) {
        NavigableSet<String> living = view.living();
        long mine = view.load(view.self());
        long least = living.stream().mapToLong(view::load).min().orElse(mine);
        long most = living.stream().mapToLong(view::load).max().orElse(mine);
        long greatestPart = Math.ceilDiv((long) view.shards().size(), living.size());
        boolean isFirstOfMostLoaded = living.stream()
                .filter(member -> view.load(member) == most)
                .findFirst()
                .filter(view.self()::equals)
                .isPresent();
        return mine - least >= WORTH_IT && (mine > greatestPart || isFirstOfMostLoaded);
    }

    /** The same for everybody: FNV-1a of both, mixed. */
    private static long rank(int shard, String member) {
        String text = shard + "/" + member;
        long hash = 0xcbf29ce484222325L;
        for (int index = 0; index < text.length(); index++) {
            hash = (hash ^ text.charAt(index)) * 0x100000001b3L;
        }
        hash ^= hash >>> 32;
        hash *= 0x9e3779b97f4a7c15L;
        return (hash ^ (hash >>> 29)) >>> 1;
    }
}
