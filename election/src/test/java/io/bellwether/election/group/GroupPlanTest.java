package io.bellwether.election.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.group.GroupView.Shard;
import io.bellwether.election.group.GroupView.Standing;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.sim.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How shards move: evenly in the end, and no more than that takes. */
final class GroupPlanTest {

    private static final int SEEDS = 200;

    /** Shards and members, where everybody sees the same and all that is planned happens. */
    private static final class Table {

        final NavigableSet<String> members = new TreeSet<>();
        List<Optional<String>> holders;
        int moves;

        Table(int shards) {
            holders = new ArrayList<>(IntStream.range(0, shards)
                    .mapToObj(shard -> Optional.<String>empty())
                    .toList());
        }

        GroupPlan plan(String member) {
            List<Shard> shards = holders.stream()
                    .map(holder -> new Shard(
                            holder, holder.equals(Optional.of(member)) ? Standing.SEASONED : Standing.SETTLED))
                    .toList();
            return GroupPlan.of(GroupView.of(member, members, shards));
        }

        /** Everybody plans by the same sight; then all of it happens. */
        void round() {
            List<GroupPlan> plans = members.stream().map(this::plan).toList();
            List<String> planners = List.copyOf(members);
            for (int shard = 0; shard < holders.size(); shard++) {
                int number = shard;
                if (holders.get(shard).isEmpty()) {
                    List<String> takers = IntStream.range(0, planners.size())
                            .filter(index -> plans.get(index).contend().contains(number))
                            .mapToObj(planners::get)
                            .toList();
                    assertThat(takers).as("one contends for shard %d", shard).hasSize(1);
                    holders.set(shard, Optional.of(takers.getFirst()));
                    moves++;
                }
            }
            plans.forEach(plan -> plan.gift().ifPresent(gift -> {
                holders.set(gift.shard(), Optional.of(gift.receiver()));
                moves++;
            }));
        }

        int settle() {
            moves = 0;
            int rounds = 0;
            int before;
            do {
                before = moves;
                round();
                rounds++;
                assertThat(rounds).as("rounds until it is even").isLessThan(20 * holders.size());
            } while (moves > before);
            return moves;
        }

        void die(String member) {
            members.remove(member);
            holders.replaceAll(holder -> holder.filter(name -> !name.equals(member)));
        }

        long load(String member) {
            return holders.stream().filter(Optional.of(member)::equals).count();
        }

        void assertEven() {
            List<Long> loads = members.stream().map(this::load).sorted().toList();
            assertThat(loads.getLast() - loads.getFirst()).as("loads %s", loads).isLessThanOrEqualTo(1);
        }
    }

    private static Table settled(RandomGenerator random) {
        Table table = new Table(1 + random.nextInt(64));
        IntStream.rangeClosed(1, 1 + random.nextInt(9)).forEach(number -> table.members.add("m" + number));
        int unused = table.settle();
        table.assertEven();
        return table;
    }

    @Test
    void shards_ofANewGroup_spreadEvenly() {
        Seeds.range(1, SEEDS).forEach(seed -> settled(Randomness.seeded(seed)));
    }

    /** The newcomer gets its part, and nothing else moves. */
    @Test
    void member_joining_movesItsPartAndNoMore() {
        Seeds.range(1, SEEDS).forEach(seed -> {
            Table table = settled(Randomness.seeded(seed));
            List<Optional<String>> before = List.copyOf(table.holders);
            table.members.add("new");
            int moves = table.settle();
            table.assertEven();
            long part = table.load("new");
            assertThat((long) moves)
                    .as("moves for a part of %d", part)
                    .isLessThanOrEqualTo(part + table.members.size());
            long changed = IntStream.range(0, before.size())
                    .filter(shard -> !before.get(shard).equals(table.holders.get(shard)))
                    .count();
            assertThat(changed).isLessThanOrEqualTo(part + 1);
        });
    }

    /** Its shards go to the others, each perhaps once more; nobody else's shard moves unless that evens them out. */
    @Test
    void member_dying_movesItsShardsAndHardlyMore() {
        Seeds.range(1, SEEDS).forEach(seed -> {
            Table table = settled(Randomness.seeded(seed));
            table.members.add("survivor");
            int unused = table.settle();
            String victim = table.members.first();
            long orphans = table.load(victim);
            table.die(victim);
            int moves = table.settle();
            table.assertEven();
            assertThat((long) moves).isLessThanOrEqualTo(2 * orphans + table.members.size());
        });
    }

    @Test
    void abandonedShard_isAnybodys() {
        List<Shard> shards = List.of(new Shard(Optional.of("dead"), Standing.ABANDONED));
        NavigableSet<String> members = new TreeSet<>(List.of("a", "b", "c"));
        List<String> takers = members.stream()
                .filter(member -> GroupPlan.of(GroupView.of(member, members, shards))
                        .contend()
                        .contains(0))
                .collect(Collectors.toList());
        assertThat(takers).containsExactly("a", "b", "c");
    }

    @Test
    void shard_ofAShortTerm_isNotGivenAway() {
        List<Shard> shards = IntStream.range(0, 4)
                .mapToObj(shard -> new Shard(Optional.of("a"), Standing.SETTLED))
                .toList();
        GroupPlan plan = GroupPlan.of(GroupView.of("a", new TreeSet<>(List.of("a", "b")), shards));
        assertThat(plan.gift()).isEmpty();
        assertThat(plan.contend()).containsExactlyInAnyOrder(0, 1, 2, 3);
    }
}
