package io.bellwether.tests.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.ElectionListener;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.lease.LeaseLock;
import io.bellwether.execution.RealMachine;
import io.bellwether.execution.Threads;
import io.bellwether.tests.page.ExampleProgram;
import io.bellwether.tests.page.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the service of thirty lines in the module's README, twice. */
class ElectionReadmeTest {

    @Test
    void service_ofTheReadme_hasThirtyLinesAndHandsOver(@TempDir Path directory) throws Exception {
        String source = Page.named("../election/README.md").blocks("java").getFirst();
        assertThat(source.lines().count()).isLessThanOrEqualTo(30);
        BlockingQueue<String> holders = new LinkedBlockingQueue<>();
        Path classes = Files.createDirectory(directory.resolve("program"));
        try (TestServer server = new TestServer(directory.resolve("server"));
                ExampleProgram program = ExampleProgram.compile(source, classes);
                RealMachine real = RealMachine.open("readme-test");
                LeaseLock lock = LeaseLock.of(server.config(), "test", "default", "counter", real.machine());
                LeaderElection observer = observer(lock, real, holders)) {
            observer.start();
            assertThat(holders.poll(30, TimeUnit.SECONDS)).isEqualTo("nobody");
            Thread first = Threads.start("first", () -> run(program, server.kubeconfig(), "first"));
            assertThat(holders.poll(30, TimeUnit.SECONDS)).isEqualTo("first");
            Thread second = Threads.start("second", () -> run(program, server.kubeconfig(), "second"));
            first.interrupt();
            assertThat(holders.poll(30, TimeUnit.SECONDS)).isEqualTo("nobody");
            assertThat(holders.poll(30, TimeUnit.SECONDS)).isEqualTo("second");
            second.interrupt();
            assertThat(holders.poll(30, TimeUnit.SECONDS)).isEqualTo("nobody");
            first.join(TimeUnit.SECONDS.toMillis(30));
            second.join(TimeUnit.SECONDS.toMillis(30));
        }
    }

    private static LeaderElection observer(LeaseLock lock, RealMachine real, BlockingQueue<String> holders) {
        ElectionListener listener = new ElectionListener() {
            @Override
            public void onLeaderChanged(Optional<String> holder) {
                holders.add(holder.orElse("nobody"));
            }
        };
        return new LeaderElection(
                lock, real.machine(), ElectionOptions.observer("test").withListener(listener));
    }

    private static void run(ExampleProgram program, Path kubeconfig, String name) {
        try {
            program.run(kubeconfig.toString(), name);
        } catch (ReflectiveOperationException ended) {
            assertThat(ended).hasCauseInstanceOf(InterruptedException.class);
        }
    }
}
