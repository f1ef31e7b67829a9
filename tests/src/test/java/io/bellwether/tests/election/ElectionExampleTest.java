package io.bellwether.tests.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.ElectionListener;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.lease.LeaseLock;
import io.bellwether.execution.RealMachine;
import io.bellwether.execution.Threads;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the example of {@code docs/election.md}. */
class ElectionExampleTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?class (\\w+).*?)```", Pattern.DOTALL);

    @Test
    void example_ofThePage_leadsUntilItIsInterruptedAndThenReleases(@TempDir Path directory)
            throws IOException, ReflectiveOperationException, InterruptedException {
        Matcher example = EXAMPLE.matcher(Files.readString(page()));
        assertThat(example.find()).isTrue();
        Path classes = compile(directory, example.group(2), example.group(1));
        BlockingQueue<Optional<String>> holders = new LinkedBlockingQueue<>();
        try (TestServer server = new TestServer(directory.resolve("server"));
                URLClassLoader loader =
                        new URLClassLoader(new URL[] {classes.toUri().toURL()});
                RealMachine real = RealMachine.open("example-test");
                LeaseLock lock = LeaseLock.of(server.config(), "test", "default", "orders", real.machine());
                LeaderElection observer = observer(lock, real, holders)) {
            observer.start();
            assertThat(holders.poll(30, TimeUnit.SECONDS)).isEmpty();
            Method main = loader.loadClass(example.group(2)).getMethod("main", String[].class);
            Thread program = Threads.start("example", () -> run(main, server.kubeconfig()));
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

    private static void run(Method main, Path kubeconfig) {
        try {
            Object unused = main.invoke(null, (Object) new String[] {kubeconfig.toString(), "first"});
        } catch (ReflectiveOperationException ended) {
            // Interrupted, as the test wants it.
            assertThat(ended).hasCauseInstanceOf(InterruptedException.class);
        }
    }

    private static Path compile(Path directory, String name, String source) throws IOException {
        Path file = Files.writeString(directory.resolve(name + ".java"), source);
        Path classes = Files.createDirectory(directory.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int result = compiler.run(
                null,
                null,
                null,
                "-Xlint:all,-path",
                "-Werror",
                "-proc:none",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                file.toString());
        assertThat(result).isZero();
        return classes;
    }

    private static Path page() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/election.md"))) {
            folder = Optional.ofNullable(folder.getParent()).orElseThrow();
        }
        return folder.resolve("docs/election.md");
    }
}
