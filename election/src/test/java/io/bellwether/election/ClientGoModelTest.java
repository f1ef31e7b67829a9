package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.execution.sim.SimClock;
import io.bellwether.execution.sim.SimNetwork;
import io.bellwether.execution.sim.SimProcess;
import io.bellwether.execution.sim.SimWorld;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Scenario 16: a renewal is in force, its answer comes nine seconds later, and then nothing gets through any more. */
final class ClientGoModelTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void scenario16_validityFromTheAnswer_answerLateThenPartition_overlapsForSomeSeed() {
        assertThat(LongStream.rangeClosed(1, 100).anyMatch(ClientGoModelTest::overlaps))
                .isTrue();
    }

    private static final class Unheard implements SimServer.CommitListener {
        @Override
        public void committed(SimProcess writer, Optional<LockSnapshot> before, LockDraft draft, LockSnapshot after) {}

        @Override
        public void conflicted(SimProcess writer, long sentAt) {}
    }

    private static boolean overlaps(long seed) {
        SimWorld world = new SimWorld(seed);
        SimNetwork network = new SimNetwork(world, SimNetwork.Quality.GOOD);
        SimServer server = new SimServer(world, network, new LockRegister(), new Unheard());
        List<ClientGoModel> models = IntStream.range(0, 3)
                .mapToObj(index -> new SimProcess(world, "p" + index, new SimClock(world, 0, 0)))
                .map(process ->
                        new ClientGoModel(process, server.lockFor(process, () -> {}), process.name(), world.random()))
                .toList();
        models.getFirst().start();
        world.runUntil(SECOND);
        models.stream().skip(1).forEach(ClientGoModel::start);
        world.runUntil(30 * SECOND);
        network.slow(SimServer.NAME, "p0", Duration.ofSeconds(9));
        world.runUntil(33 * SECOND);
        network.block("p0", SimServer.NAME);
        boolean overlaps = false;
        for (long time = 33 * SECOND; time < 80 * SECOND; time += SECOND / 10) {
            world.runUntil(time);
            overlaps |= models.stream().filter(ClientGoModel::leads).count() > 1;
        }
        return overlaps;
    }
}
