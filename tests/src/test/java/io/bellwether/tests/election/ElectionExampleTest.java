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
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the example of {@code docs/election.md}. */
class ElectionExampleTest {
    @Test
    void example_ofThePage_leadsUntilItIsInterruptedAndThenReleases(@TempDir Path directory)
            throws IOException, ReflectiveOperationException, InterruptedException {
        BlockingQueue<Optional<String>> holders = new LinkedBlockingQueue<>();
        String source = Page.named("election.md").blocks("java").get(0);
        try (TestServer server = new TestServer(directory.resolve("server"));
                ExampleProgram example = ExampleProgram.compile(source, directory);
                RealMachine real = RealMachine.open("example-test");
                LeaseLock lock = LeaseLock.of(server.config(), "test", "default", "orders", real.machine());
                LeaderElection observer = observer(lock, real, holders)) {
            observer.start();
            assertThat(holders.poll(30, TimeUnit.SECONDS)).isEmpty();
            Thread program = Threads.start("example", () -> run(example, server.kubeconfig()));
            assertThat(holders.poll(30, TimeUnit.SECONDS)).contains("first");
            program.interrupt();
            program.join(TimeUnit.SECONDS.toMillis(30));
            assertThat(holders.poll(30, TimeUnit.SECONDS)).isEmpty();
        }
    }

    private static LeaderElection observer(LeaseLock lock, RealMachine real, BlockingQueue<Optional<String>> holders) {
        ElectionListener listener = new ElectionListener() {
            @Override
            public void onLeaderChanged(Optional<String> holder) {
                holders.add(holder);
            }
        };
        return new LeaderElection(
                lock, real.machine(), ElectionOptions.observer("test").withListener(listener));
    }

    private static void run(ExampleProgram example, Path kubeconfig) {
        try {
            example.run(kubeconfig.toString(), "first");
        } catch (ReflectiveOperationException ended) {
            // Interrupted, as the test wants it.
            assertThat(ended).hasCauseInstanceOf(InterruptedException.class);
        }
    }
}
