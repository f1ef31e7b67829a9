package io.bellwether.cli.demo;

import io.bellwether.apimachinery.StatusReason;
import io.bellwether.apimachinery.json.Trees;
import io.bellwether.cli.demo.core.WorkerEntry;
import io.bellwether.client.ApiClient;
import io.bellwether.client.Fence;
import io.bellwether.client.PatchFormat;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.WriteOptions;
import io.bellwether.execution.Clock;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.Threads;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * The work of the demonstration's leader: writes to one object, again and again, each write under the fence of its
 * term. It is careless on purpose: it looks whether it still leads only to write that down, and sends its write in any
 * case, so that nothing but the fence stands between a deposed leader and the object.
 */
@Command(hidden = true, description = "The work of the demonstration's leader.")
public final class DemoWorkerCommand implements Callable<Integer> {

    private static final long PAUSE_MILLIS = 10;

    @Option(names = "--kubeconfig", required = true)
    private Path kubeconfig = Path.of("");

    @Option(names = "--journal", required = true)
    private Path journal = Path.of("");

    private final Clock clock = new SystemClock();

    /** Works until it is stopped from outside, or until the fence tells it that it was deposed. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        Fence fence = Fence.parse(environment("ELECT_FENCE"));
        String identity = environment("ELECT_IDENTITY");
        Path state = Path.of(environment("ELECT_STATE_FILE"));
        try (ExecutorService executor = Threads.virtual("demo-worker-http");
                ApiClient client = DemoClient.open(kubeconfig, "bellwether-demo-worker", clock, executor);
                Writer out = Files.newBufferedWriter(journal, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            record(
                    out,
                    new WorkerEntry.Started(
                            clock.nanos(),
                            fence.token(),
                            ProcessHandle.current().pid(),
                            identity));
            work(fence, identity, state, client, out);
        }
        // Deposed: whoever started this process stops it.
        TimeUnit.DAYS.sleep(1);
        return 0;
    }

    private void work(Fence fence, String identity, Path state, ApiClient client, Writer out)
            throws IOException, InterruptedException {
        for (long sequence = 1; ; sequence++) {
            long now = clock.nanos();
            if (now < validUntil(state, fence.token())) {
                record(out, new WorkerEntry.Believed(now, fence.token()));
            }
            WorkerEntry outcome = write(client, fence, identity, sequence);
            record(out, outcome);
            if (outcome instanceof WorkerEntry.FencedOut) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private WorkerEntry write(ApiClient client, Fence fence, String identity, long sequence) {
        Request request = new Request.Patch(
                DemoObjects.counterPath(),
                PatchFormat.MERGE,
                DemoObjects.counterPatch(fence.token(), sequence, identity),
                WriteOptions.DEFAULT.fencedBy(fence));
        Reply reply = DemoClient.send(client, request, clock);
        long now = clock.nanos();
        return switch (reply) {
            case Reply.Success success ->
                new WorkerEntry.Acknowledged(
                        now,
                        fence.token(),
                        sequence,
                        Long.parseLong(success.object().resourceVersion()));
            case Reply.Failure failure ->
                failure.status().reason() == StatusReason.FENCED_OUT
                        ? new WorkerEntry.FencedOut(now, fence.token(), sequence)
                        : new WorkerEntry.Unanswered(now, fence.token(), sequence);
            case Reply.Unreachable unreachable -> new WorkerEntry.Unanswered(now, fence.token(), sequence);
            case Reply.Unknown unknown -> new WorkerEntry.Unanswered(now, fence.token(), sequence);
        };
    }

    /** Until when this term is valid, by the file that {@code elect} keeps; 0 when it is another term's or over. */
    private static long validUntil(Path state, long token) throws IOException {
        JsonNode json = Trees.read(Files.readAllBytes(state));
        return json.path("token").asLong() == token ? json.path("validUntil").asLong() : 0;
    }

    private static void record(Writer out, WorkerEntry entry) throws IOException {
        out.write(entry.line() + "\n");
        out.flush();
    }

    private static String environment(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new DemoFailure("the worker runs under bellwether elect, which sets " + name);
        }
        return value;
    }
}
