package io.bellwether.tests.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.execution.Threads;
import io.bellwether.tests.election.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the programs of {@code docs/election-patterns.md}. Patterns of election §5. */
class PatternPageTest {

    @TempDir
    Path directory;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<Thread> running = new ArrayList<>();
    private final PrintStream before = System.out;

    /** Takes what programs print, line by line. */
    private static final class Lines extends ByteArrayOutputStream {

        private final BlockingQueue<String> lines;

        Lines(BlockingQueue<String> lines) {
            this.lines = lines;
        }

        @Override
        public synchronized void flush() {
            String text = toString(StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n');
            if (end >= 0) {
                lines.addAll(text.substring(0, end).lines().toList());
                byte[] rest = text.substring(end + 1).getBytes(StandardCharsets.UTF_8);
                reset();
                write(rest, 0, rest.length);
            }
        }
    }

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(new Lines(lines), true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() throws InterruptedException {
        try {
            for (Thread program : running) {
                program.interrupt();
            }
            for (Thread program : running) {
                program.join(TimeUnit.SECONDS.toMillis(30));
            }
        } finally {
            System.setOut(before);
        }
    }

    private ExampleProgram program(String name) throws IOException, ReflectiveOperationException {
        String source = Page.named("election-patterns.md").blocks("java").stream()
                .filter(block -> block.contains("public final class " + name + " "))
                .findFirst()
                .orElseThrow();
        return ExampleProgram.compile(source, Files.createDirectory(directory.resolve("program")));
    }

    private void start(ExampleProgram program, String... arguments) {
        running.add(Threads.start("program-" + running.size(), () -> {
            try {
                program.run(arguments);
            } catch (ReflectiveOperationException ended) {
                assertThat(ended).hasCauseInstanceOf(InterruptedException.class);
            }
        }));
    }

    private void awaitLine(String beginning) throws InterruptedException {
        String line = lines.poll(30, TimeUnit.SECONDS);
        while (line != null && !line.startsWith(beginning)) {
            line = lines.poll(30, TimeUnit.SECONDS);
        }
        assertThat(line).as("a line that begins with \"%s\"", beginning).isNotNull();
    }

    @Test
    void controller_worksWhileItLeads() throws Exception {
        try (TestServer server = new TestServer(directory.resolve("server"));
                ExampleProgram program = program("Controller")) {
            start(program, server.kubeconfig().toString(), "a");
            awaitLine("reconciled order-1 (placed) under token 1");
            stop();
        }
    }

    @Test
    void translator_servesEverywhereAndOneWritesBack() throws Exception {
        try (TestServer server = new TestServer(directory.resolve("server"));
                ExampleProgram program = program("Translator")) {
            start(program, server.kubeconfig().toString(), "a");
            awaitLine("a writes status of route-1");
            start(program, server.kubeconfig().toString(), "b");
            awaitLine("b serves route-1");
            awaitLine("a writes status of route-1");
            running.getFirst().interrupt();
            awaitLine("b writes status of route-1");
            stop();
        }
    }

    @Test
    void router_findsTheLeadersAddress() throws Exception {
        try (TestServer server = new TestServer(directory.resolve("server"));
                ExampleProgram program = program("Router")) {
            start(program, server.kubeconfig().toString());
            awaitLine("route to 10.0.0.7:8080 of a");
            stop();
        }
    }

    @Test
    void shards_areAllWorkedOn() throws Exception {
        try (TestServer server = new TestServer(directory.resolve("server"));
                ExampleProgram program = program("Shards")) {
            start(program, server.kubeconfig().toString(), "a");
            for (int shard = 0; shard < 4; shard++) {
                awaitLine("a works on shard " + shard);
            }
            stop();
        }
    }

    @Test
    void billing_writesUnderTheRowsToken() throws Exception {
        try (ExampleProgram program = program("Billing")) {
            start(program, "jdbc:h2:" + directory.resolve("billing"), "a");
            awaitLine("invoice 2");
            stop();
        }
    }
}
