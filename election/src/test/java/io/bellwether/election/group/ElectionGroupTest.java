package io.bellwether.election.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.Leadership;
import io.bellwether.election.MemoryLock;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.RealMachine;
import io.bellwether.execution.sim.SimClock;
import io.bellwether.execution.sim.SimProcess;
import io.bellwether.execution.sim.SimWorld;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whole groups over locks in memory: G-E1 and G-E7 for each shard, and the spreading. */
final class ElectionGroupTest {

    private static final int SHARDS = 12;

    /** Candidates in virtual time. */
    private static final class Scene {

        final SimWorld world = new SimWorld(7);
        final Map<String, MemoryLock> locks = new HashMap<>();
        final Map<String, SimProcess> processes = new TreeMap<>();
        final Map<String, ElectionGroup> groups = new TreeMap<>();

        void join(String name) {
            SimProcess process = new SimProcess(world, name, new SimClock(world, 0, 0));
            Machine machine =
                    new Machine(process.clock(), process.scheduler(), process, Randomness.seeded(name.hashCode()));
            ElectionGroup group = new ElectionGroup(
                    lock -> locks.computeIfAbsent(lock, missing -> new MemoryLock()),
                    machine,
                    GroupOptions.of(name, SHARDS));
            processes.put(name, process);
            groups.put(name, group);
            group.start();
        }

        void crash(String name) {
            Optional.ofNullable(processes.remove(name)).orElseThrow().crash();
            groups.remove(name);
        }

        ElectionGroup group(String name) {
            return Optional.ofNullable(groups.get(name)).orElseThrow();
        }

        /** Time passes; at each tenth of a second no shard may have two leaders. */
        void run(Duration time) {
            long until = world.now() + time.toNanos();
            while (world.now() < until) {
                world.runUntil(world.now() + Duration.ofMillis(100).toNanos());
                Set<Integer> led = ConcurrentHashMap.newKeySet();
                groups.values()
                        .forEach(group -> group.held()
                                .keySet()
                                .forEach(shard -> assertThat(led.add(shard))
                                        .as("one leader of shard %d", shard)
                                        .isTrue()));
            }
        }

        Map<String, Integer> loads() {
            return groups.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().held().size()));
        }

        Map<Integer, String> leaders() {
            Map<Integer, String> leaders = new TreeMap<>();
            groups.forEach((name, group) -> group.held().keySet().forEach(shard -> leaders.put(shard, name)));
            return leaders;
        }
    }

    @Test
    void shards_ofOneCandidate_areAllItsOwnWithinAMoment() {
        Scene scene = new Scene();
        scene.join("a");
        scene.run(Duration.ofSeconds(5));
        assertThat(scene.loads()).containsEntry("a", SHARDS);
    }

    @Test
    void candidates_joining_areGivenTheirPartWithoutMovingMore() {
        Scene scene = new Scene();
        scene.join("a");
        scene.run(Duration.ofMinutes(1));
        Map<Integer, String> before = scene.leaders();
        scene.join("b");
        scene.join("c");
        scene.run(Duration.ofMinutes(2));
        assertThat(scene.loads().values()).containsOnly(SHARDS / 3);
        Map<Integer, String> after = scene.leaders();
        long moved = before.keySet().stream()
                .filter(shard -> !Objects.equals(before.get(shard), after.get(shard)))
                .count();
        assertThat(moved).isEqualTo(SHARDS - SHARDS / 3);
    }

    @Test
    void candidate_dying_leavesItsShardsToTheOthersAfterTheLease() {
        Scene scene = new Scene();
        List.of("a", "b", "c").forEach(scene::join);
        scene.run(Duration.ofMinutes(2));
        assertThat(scene.loads().values()).containsOnly(SHARDS / 3);
        Map<Integer, String> before = scene.leaders();
        scene.crash("b");
        scene.run(Duration.ofSeconds(17));
        assertThat(scene.leaders()).hasSize(SHARDS);
        Map<Integer, String> after = scene.leaders();
        before.forEach((shard, leader) -> {
            if (!leader.equals("b")) {
                assertThat(after).containsEntry(shard, leader);
            }
        });
        scene.run(Duration.ofMinutes(2));
        assertThat(scene.loads().values()).containsOnly(SHARDS / 2);
    }

    @Test
    void tokens_ofEachShard_grow() {
        Scene scene = new Scene();
        scene.join("a");
        scene.run(Duration.ofMinutes(1));
        Map<Integer, Long> before = tokens(scene.group("a"));
        scene.join("b");
        scene.run(Duration.ofMinutes(2));
        Map<Integer, Long> moved = tokens(scene.group("b"));
        assertThat(moved).hasSize(SHARDS / 2);
        moved.forEach((shard, token) -> assertThat(token).isGreaterThan(before.get(shard)));
    }

    private static Map<Integer, Long> tokens(ElectionGroup group) {
        Map<Integer, Long> tokens = new TreeMap<>();
        group.held()
                .forEach((shard, leadership) ->
                        tokens.put(shard, leadership.fencingToken().value()));
        return tokens;
    }

    /** On real threads: the work of each shard runs, and closing stops and releases it. */
    @Test
    void close_group_stopsTheWorkOfEachShardAndReleasesIt() throws InterruptedException {
        Map<String, MemoryLock> locks = new ConcurrentHashMap<>();
        CountDownLatch working = new CountDownLatch(4);
        Queue<Leadership> ended = new ConcurrentLinkedQueue<>();
        try (RealMachine real = RealMachine.open("group-test");
                ElectionGroup group = new ElectionGroup(
                        name -> locks.computeIfAbsent(name, missing -> new MemoryLock()),
                        real.machine(),
                        GroupOptions.of("a", 4))) {
            group.start((shard, leadership) -> {
                working.countDown();
                try {
                    new CountDownLatch(1).await();
                } finally {
                    ended.add(leadership);
                }
            });
            assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();
            group.close();
            assertThat(ended).hasSize(4).noneMatch(Leadership::isValid);
            assertThat(locks.values())
                    .allMatch(lock -> lock.current()
                            .map(snapshot -> snapshot.record().isFree())
                            .orElse(true));
        }
    }
}
