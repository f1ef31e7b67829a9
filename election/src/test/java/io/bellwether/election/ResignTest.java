package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.Scene.Actor;
import io.bellwether.election.core.EndReason;
import io.bellwether.execution.sim.SimNetwork.Quality;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who steps down lets another one lead first, and no more than that. */
final class ResignTest {

    /** Of the default profile: how long who stepped down waits for somebody to follow. */
    private static final Duration YIELD = Duration.ofSeconds(3);

    /** Release, event and acquisition: each a request or a delivery, two of them with an answer. */
    private static final Duration HANDOVER =
            Quality.GOOD.maxDelay().multipliedBy(5).plusMillis(3);

    private final Scene scene = new Scene(20);

    /** Lets the leader step down and answers who follows, within the time given. */
    private Actor resign(Actor leader, Duration within) {
        long resignedAt = scene.world.now();
        int terms = scene.terms;
        leader.election.resign();
        while (scene.terms == terms) {
            scene.run(Duration.ofMillis(1));
            assertThat(Duration.ofNanos(scene.world.now() - resignedAt)).isLessThanOrEqualTo(within);
        }
        return scene.awaitLeader();
    }

    private Actor settle() {
        Actor leader = scene.awaitLeader();
        scene.run(Duration.ofSeconds(1));
        return leader;
    }

    @Test
    void resign_againAndAgain_handsOverInMillisecondsAndNeverToTheSameOne() {
        scene.join("a");
        scene.join("b");
        scene.join("c");
        Actor leader = settle();
        for (int handover = 0; handover < 200; handover++) {
            Actor next = resign(leader, HANDOVER);
            assertThat(next).isNotSameAs(leader);
            leader = next;
            // Long enough for every candidate to hear of it.
            scene.run(Duration.ofMillis(20));
        }
    }

    /** Of those who stepped down, the one that did so last waits for the others. */
    @Test
    void resign_ofTwo_takeTurns() {
        scene.join("a");
        scene.join("b");
        Actor leader = settle();
        for (int handover = 0; handover < 50; handover++) {
            Actor next = resign(leader, HANDOVER);
            assertThat(next).isNotSameAs(leader);
            leader = next;
            scene.run(Duration.ofMillis(20));
        }
    }

    @Test
    void resign_standbyIsSlow_waitsForItWithinTheYield() {
        Actor leader = scene.join("a");
        settle();
        Actor slow = scene.join("b");
        scene.run(Duration.ofSeconds(1));
        scene.network.slow(Scene.SERVER, "b", Duration.ofSeconds(1));
        assertThat(resign(leader, YIELD)).isSameAs(slow);
    }

    @Test
    void resign_alone_leadsAgainAfterTheYield() {
        Actor leader = scene.join("a");
        settle();
        leader.election.resign();
        scene.run(YIELD.minusMillis(100));
        assertThat(leader.leads()).isFalse();
        scene.run(Duration.ofMillis(200));
        assertThat(leader.leads()).isTrue();
    }

    /** Else candidates whose work is done at once would pass the lock round as fast as the network allows. */
    @Test
    void workThatEnds_onEveryCandidate_isPacedAllTheSame() {
        for (String name : new String[] {"a", "b", "c"}) {
            Actor actor = scene.new Actor(name, options -> options);
            scene.actors.add(actor);
            actor.election.start(leadership -> {});
        }
        scene.run(Duration.ofMinutes(1));
        assertThat(scene.terms).isBetween(3 * 18, 3 * 21);
        assertThat(scene.actors)
                .allSatisfy(actor -> assertThat(actor.heard()).contains("stopped " + EndReason.WORK_COMPLETED));
    }
}
