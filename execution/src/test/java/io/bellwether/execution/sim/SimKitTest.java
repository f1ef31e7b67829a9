package io.bellwether.execution.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.execution.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SimKitTest {

    private static final long SECOND = 1_000_000_000L;

    private final SimWorld world = new SimWorld(1);
    private final List<String> ran = new ArrayList<>();

    private Runnable mark(String name) {
        return () -> ran.add(name + "@" + world.now() / 1_000_000);
    }

    @Test
    void runUntil_severalEvents_happenInOrderOfTimeThenArrival() {
        world.at(2 * SECOND, mark("b"));
        world.at(SECOND, mark("a"));
        world.at(2 * SECOND, mark("c"));
        world.at(3 * SECOND, mark("cancelled")).cancel();
        world.runUntil(5 * SECOND);
        assertThat(ran).containsExactly("a@1000", "b@2000", "c@2000");
        assertThat(world.now()).isEqualTo(5 * SECOND);
    }

    @Test
    void advance_standAloneClock_runsWhatIsDue() {
        SimClock clock = new SimClock();
        SimScheduler scheduler = new SimScheduler(clock);
        scheduler.schedule(SECOND, () -> ran.add("early"));
        Scheduler.Timer cancelled = scheduler.schedule(SECOND, () -> ran.add("cancelled"));
        scheduler.schedule(3 * SECOND, () -> ran.add("late"));
        cancelled.cancel();
        clock.advance(Duration.ofSeconds(2));
        assertThat(ran).containsExactly("early");
        assertThat(clock.nanos()).isEqualTo(2 * SECOND);
        assertThat(scheduler.waiting()).isEqualTo(1);
    }

    @Test
    void clock_withRateError_gainsOnTrueTimeAndTimersFollowIt() {
        SimClock fast = new SimClock(world, 100, 0.01);
        SimScheduler scheduler = new SimScheduler(fast);
        scheduler.schedule(100 + 101 * SECOND, mark("due"));
        world.runUntil(100 * SECOND);
        assertThat(fast.nanos()).isBetween(101 * SECOND + 99, 101 * SECOND + 100);
        world.runUntil(100 * SECOND + 2);
        assertThat(ran).containsExactly("due@100000");
    }

    @Test
    void clock_frozen_standsStillAndTimersWait() {
        SimClock clock = new SimClock(world, 0, 0);
        SimScheduler scheduler = new SimScheduler(clock);
        scheduler.schedule(2 * SECOND, mark("due"));
        world.runUntil(SECOND);
        clock.freeze();
        world.runUntil(61 * SECOND);
        assertThat(clock.nanos()).isEqualTo(SECOND);
        clock.unfreeze();
        world.runUntil(70 * SECOND);
        assertThat(ran).containsExactly("due@62000");
    }

    @Test
    void clock_rateChanges_keepsWhatItShowsAndMovesTimers() {
        SimClock clock = new SimClock(world, 0, 0);
        SimScheduler scheduler = new SimScheduler(clock);
        scheduler.schedule(3 * SECOND, mark("due"));
        world.runUntil(SECOND);
        clock.rateError(1);
        assertThat(clock.nanos()).isEqualTo(SECOND);
        world.runUntil(10 * SECOND);
        assertThat(ran).containsExactly("due@2000");
    }

    @Test
    void clock_wallJumps_intervalsDoNotNotice() {
        SimClock clock = new SimClock(world, 0, 0);
        Instant before = clock.wallTime();
        clock.jumpWall(Duration.ofHours(-1));
        assertThat(clock.wallTime()).isEqualTo(before.minusSeconds(3600));
        assertThat(clock.nanos()).isZero();
    }

    @Test
    void process_paused_runsNothingAndThenEverythingInOrder() {
        SimProcess process = new SimProcess(world, "a", new SimClock(world, 0, 0));
        process.scheduler().schedule(SECOND, mark("timer"));
        process.pause();
        process.execute(mark("message"));
        world.runUntil(10 * SECOND);
        assertThat(ran).isEmpty();
        assertThat(process.isPaused()).isTrue();
        process.resume();
        world.runUntil(10 * SECOND);
        assertThat(ran).containsExactly("message@10000", "timer@10000");
    }

    @Test
    void process_crashed_runsNothingEverAgain() {
        SimProcess process = new SimProcess(world, "a", new SimClock(world, 0, 0));
        process.execute(mark("queued"));
        process.scheduler().schedule(SECOND, mark("timer"));
        process.crash();
        process.resume();
        process.execute(mark("late"));
        world.runUntil(10 * SECOND);
        assertThat(ran).isEmpty();
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void network_good_deliversOnceWithinItsDelays() {
        SimNetwork network = new SimNetwork(world, SimNetwork.Quality.GOOD);
        for (int count = 0; count < 100; count++) {
            network.send("a", "b", () -> assertThat(world.now()).isBetween(500_000L, 2_000_000L));
        }
        world.runUntil(SECOND);
        assertThat(world.processed()).isEqualTo(100);
    }

    @Test
    void network_oneDirectionBlocked_otherDirectionDelivers() {
        SimNetwork network = new SimNetwork(world, SimNetwork.Quality.GOOD);
        network.block("a", "b");
        network.send("a", "b", mark("blocked"));
        network.send("b", "a", mark("open"));
        world.runUntil(SECOND);
        assertThat(ran).hasSize(1).first().asString().startsWith("open");
        network.unblock("a", "b");
        network.send("a", "b", mark("again"));
        network.block("a", "b");
        world.runUntil(2 * SECOND);
        assertThat(ran).hasSize(1);
        assertThat(network.stopped()).isEqualTo(2);
    }

    @Test
    void network_slowDirection_delaysThatOneOnly() {
        SimNetwork network = new SimNetwork(world, SimNetwork.Quality.GOOD);
        network.slow("a", "b", Duration.ofSeconds(5));
        network.send("a", "b", mark("slow"));
        network.send("b", "a", mark("quick"));
        world.runUntil(SECOND);
        assertThat(ran).hasSize(1).first().asString().startsWith("quick");
        world.runUntil(6 * SECOND);
        assertThat(ran).hasSize(2);
    }

    @Test
    void network_lossyAndDoubling_losesAndDoublesItsShare() {
        SimNetwork network = new SimNetwork(
                world,
                new SimNetwork.Quality(
                        Duration.ofMillis(1), Duration.ofMillis(2), 0.1, Duration.ofSeconds(5), 0.2, 0.1));
        for (int count = 0; count < 10_000; count++) {
            network.send("a", "b", mark("m"));
        }
        world.runUntil(10 * SECOND);
        assertThat(network.lost()).isBetween(1_800L, 2_200L);
        assertThat(network.duplicated()).isBetween(650L, 950L);
        assertThat(ran).hasSize((int) (network.sent() - network.lost() + network.duplicated()));
        assertThat(ran).anyMatch(entry -> Long.parseLong(entry.substring(2)) > 1_000);
    }

    @Test
    void world_sameSeed_sameHistory() {
        assertThat(history(5)).isEqualTo(history(5)).isNotEqualTo(history(6));
    }

    private static List<Long> history(long seed) {
        SimWorld world = new SimWorld(seed);
        SimNetwork network = new SimNetwork(world, SimNetwork.Quality.GOOD);
        List<Long> arrivals = new ArrayList<>();
        for (int count = 0; count < 20; count++) {
            network.send("a", "b", () -> arrivals.add(world.now()));
        }
        world.runUntil(SECOND);
        return arrivals;
    }

    @Test
    void seeds_oneFails_namesItAndHowToReplay() {
        List<Long> run = new ArrayList<>();
        assertThatThrownBy(() -> Seeds.range(7, 5).forEach(seed -> {
                    run.add(seed);
                    assertThat(seed).isLessThan(9);
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dseed=9");
        assertThat(run).containsExactly(7L, 8L, 9L);
    }

    @Test
    void seeds_corpus_skipsRemarks() {
        List<Long> run = new ArrayList<>();
        Seeds.corpus(SimKitTest.class, "seeds.txt").forEach(run::add);
        assertThat(run).containsExactly(3L, -4L);
        assertThatThrownBy(() -> Seeds.corpus(SimKitTest.class, "absent.txt"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
