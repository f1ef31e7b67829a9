package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.execution.Machine;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.sim.SimClock;
import io.bellwether.execution.sim.SimProcess;
import io.bellwether.execution.sim.SimWorld;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Preferred candidates lead, without overthrowing anybody: REQ-24. */
final class PreferredElectionTest {

    private final SimWorld world = new SimWorld(3);
    private final MemoryLock lock = new MemoryLock();
    private final MemoryLock wish = new MemoryLock();
    private final Map<String, SimProcess> processes = new TreeMap<>();
    private final Map<String, PreferredElection> elections = new TreeMap<>();

    private void join(String name, Preference preference) {
        SimProcess process = new SimProcess(world, name, new SimClock(world, 0, 0));
        Machine machine =
                new Machine(process.clock(), process.scheduler(), process, Randomness.seeded(name.hashCode()));
        PreferredElection election =
                new PreferredElection(lock, wish, machine, ElectionOptions.candidate(name), preference);
        processes.put(name, process);
        elections.put(name, election);
        election.start();
    }

    private void crash(String name) {
        Optional.ofNullable(processes.remove(name)).orElseThrow().crash();
        elections.remove(name);
    }

    private void run(Duration time) {
        world.runUntil(world.now() + time.toNanos());
    }

    private Optional<String> leader() {
        return elections.entrySet().stream()
                .filter(entry -> entry.getValue().election().current().isPresent())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Test
    void standIn_yieldsToAPreferredOneAfterItsTerm() {
        join("standin", Preference.standIn());
        run(Duration.ofSeconds(5));
        join("preferred", Preference.preferred());
        run(Duration.ofSeconds(20));
        assertThat(leader()).as("its term is too short yet").contains("standin");
        run(Duration.ofSeconds(15));
        assertThat(leader()).contains("preferred");
        run(Duration.ofMinutes(5));
        assertThat(leader()).contains("preferred");
    }

    @Test
    void preferredOneThatDies_isFollowedAndGetsTheLeadershipBackOnlyWhenSteady() {
        join("preferred", Preference.preferred());
        run(Duration.ofSeconds(5));
        join("standin", Preference.standIn());
        run(Duration.ofMinutes(1));
        crash("preferred");
        run(Duration.ofMinutes(2));
        assertThat(leader()).contains("standin");
        for (int flap = 0; flap < 10; flap++) {
            join("preferred", Preference.preferred());
            run(Duration.ofSeconds(20));
            assertThat(leader()).as("it comes and goes").contains("standin");
            crash("preferred");
            run(Duration.ofSeconds(30));
        }
        join("preferred", Preference.preferred());
        run(Duration.ofMinutes(1));
        assertThat(leader()).contains("preferred");
    }

    @Test
    void preferredOnes_doNotYieldToEachOther() {
        join("one", Preference.preferred());
        run(Duration.ofSeconds(5));
        join("two", Preference.preferred());
        run(Duration.ofMinutes(5));
        assertThat(leader()).contains("one");
        long token = lock.current().orElseThrow().token().value();
        assertThat(token).as("one term").isEqualTo(1);
    }

    @Test
    void close_gracefully_handsOverAtOnce() {
        join("preferred", Preference.preferred());
        run(Duration.ofSeconds(5));
        join("standin", Preference.standIn());
        run(Duration.ofSeconds(5));
        Optional.ofNullable(elections.get("preferred")).orElseThrow().election().resignTo("standin");
        run(Duration.ofSeconds(1));
        assertThat(leader()).contains("standin");
    }
}
