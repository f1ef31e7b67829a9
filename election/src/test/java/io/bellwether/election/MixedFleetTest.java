package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.Scene.Actor;
import io.bellwether.execution.sim.SimClock;
import io.bellwether.execution.sim.SimProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Our candidates and client-go's on one Lease, in virtual time, the numbers of the scenarios in the names. */
final class MixedFleetTest {

    private static final Duration LEASE = Duration.ofSeconds(15);

    /** client-go's own rules let its leader run on for a while; that is no business of ours. */
    private final Scene scene = new Scene(11);

    private int born;

    private record Foreigner(SimProcess process, ClientGoModel model) {

        boolean leads() {
            return process.isAlive() && model.leads();
        }
    }

    private Foreigner foreigner() {
        SimProcess process = new SimProcess(scene.world, "go" + ++born, new SimClock(scene.world, 0, 0));
        ClientGoModel model = new ClientGoModel(
                process, scene.server.lockFor(process, () -> {}), process.name(), scene.world.random());
        model.start();
        return new Foreigner(process, model);
    }

    @Test
    void scenario45_clientGoKilled_isFollowedAfterItsLeaseAndFollowsUsWhenItIsBack() {
        Foreigner leader = foreigner();
        scene.run(Duration.ofSeconds(5));
        assertThat(leader.leads()).isTrue();
        Actor ours = scene.join("a");
        scene.run(Duration.ofSeconds(5));
        leader.process().crash();
        long lastWrite = scene.commits.getLast().atNanos();
        scene.run(LEASE.plusSeconds(1));
        assertThat(ours.leads()).isTrue();
        assertThat(ours.heardAt("started").minusNanos(lastWrite)).isGreaterThanOrEqualTo(LEASE);
        assertThat(scene.record().transitions()).isEqualTo(1);
        Foreigner back = foreigner();
        scene.run(Duration.ofMinutes(2));
        assertThat(back.leads()).isFalse();
        assertThat(ours.terms).hasSize(1);
    }

    @Test
    void scenario46_weRelease_clientGoFollowsWithinItsPoll() {
        Actor ours = scene.join("a");
        scene.run(Duration.ofSeconds(5));
        Foreigner standby = foreigner();
        scene.run(Duration.ofSeconds(10));
        assertThat(standby.leads()).isFalse();
        ours.election.closeLater();
        scene.run(Duration.ofMillis(4_500));
        assertThat(standby.leads()).isTrue();
        assertThat(scene.record().transitions()).isEqualTo(1);
    }

    @Test
    void scenario48_threeAndThreeForAnHour_oursNeverOverlapAndTokensGrow() {
        List<Foreigner> foreigners = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            scene.join("a" + number);
            foreigners.add(foreigner());
        }
        int foreignTerms = 0;
        int kills = 0;
        while (scene.world.now() < Duration.ofHours(1).toNanos()) {
            scene.run(Duration.ofMillis(scene.world.random().nextLong(5_000, 60_000)));
            kills++;
            int victim = scene.world.random().nextInt(6);
            if (victim < 3) {
                scene.actors.remove(victim).process.crash();
                scene.join("a" + ++born);
            } else {
                Foreigner dying = foreigners.remove(victim - 3);
                foreignTerms += dying.leads() ? 1 : 0;
                dying.process().crash();
                foreigners.add(foreigner());
            }
        }
        scene.run(LEASE.multipliedBy(3));
        long leaders = scene.actors.stream().filter(Actor::leads).count()
                + foreigners.stream().filter(Foreigner::leads).count();
        assertThat(leaders).isEqualTo(1);
        assertThat(kills).isGreaterThan(50);
        assertThat(foreignTerms).as("they lead as well").isPositive();
        assertThat(scene.terms).as("and so do ours").isGreaterThan(10);
    }
}
