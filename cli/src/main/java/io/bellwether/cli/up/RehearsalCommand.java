package io.bellwether.cli.up;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.DurationConverter;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.client.ApiClient;
import io.bellwether.client.ClientOptions;
import io.bellwether.client.ListOptions;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WatchCall;
import io.bellwether.client.WatchOptions;
import io.bellwether.client.WatchSignal;
import io.bellwether.client.WriteOptions;
import io.bellwether.client.kubeconfig.Kubeconfig;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.Threads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Drives a server for a while through what servers do most, elections before all: Leases created, replaced, read,
 * listed and watched. The launcher does this once, with a server that it starts for its start-up cache: the cache then
 * tells each later server which code is hot, and a server that is asked twice a second answers as fast after a hundred
 * requests as it would after ten thousand.
 */
@Command(hidden = true, description = "Drives a server so that its start-up cache learns which code is hot.")
public final class RehearsalCommand implements Callable<Integer> {

    private static final GroupVersionResource LEASES = new GroupVersionResource("coordination.k8s.io", "v1", "leases");
    private static final String NAMESPACE = "default";
    private static final int CLIENTS = 8;
    private static final int LIST_EVERY = 16;
    private static final Duration ATTEMPT = Duration.ofSeconds(10);

    @Option(names = "--kubeconfig", required = true)
    private Path kubeconfig = Path.of("");

    @Option(names = "--turns", required = true)
    private int turns;

    @Option(names = "--within", required = true, converter = DurationConverter.class)
    private Duration within = Duration.ZERO;

    private final Clock clock = new SystemClock();

    /** Works until every client has had its turns, or until the time is over. */
    @Override
    public Integer call() throws InterruptedException {
        Deadline end = Deadline.after(clock, within);
        try (ExecutorService executor = Threads.virtual("rehearsal-http");
                ApiClient client = new ApiClient(
                        Kubeconfig.load(kubeconfig).context(""),
                        ClientOptions.of("bellwether-rehearsal"),
                        clock,
                        executor)) {
            Future<?> watch = executor.submit(() -> {
                watch(client, end);
                return LEASES;
            });
            List<Future<?>> clients = new ArrayList<>();
            for (int index = 0; index < CLIENTS; index++) {
                String name = "rehearsal-" + index;
                clients.add(executor.submit(() -> {
                    hold(client, name, end);
                    return name;
                }));
            }
            for (Future<?> each : clients) {
                await(each);
            }
            boolean unused = watch.cancel(true);
        }
        return ExitCode.DONE;
    }

    private static void await(Future<?> work) throws InterruptedException {
        try {
            Object unused = work.get();
        } catch (ExecutionException failed) {
            throw CommandFailure.of("the rehearsal ended early: " + failed.getCause());
        }
    }

    private void hold(ApiClient client, String name, Deadline end) throws InterruptedException {
        ResourcePath collection = ResourcePath.in(LEASES, NAMESPACE);
        ResourcePath path = ResourcePath.object(LEASES, NAMESPACE, name);
        ApiObject lease = require(client, new Request.Create(collection, lease(name), WriteOptions.DEFAULT));
        for (int turn = 1; turn <= turns && !end.isOver(clock); turn++) {
            String holder = "holder-" + turn;
            ApiObject next = lease.edit(json -> json.withObject("/spec").put("holderIdentity", holder));
            require(client, new Request.Update(path, next, WriteOptions.DEFAULT));
            lease = require(client, new Request.Get(path));
            if (turn % LIST_EVERY == 0) {
                require(client, new Request.ListPage(collection, ListOptions.ALL));
            }
        }
    }

    private void watch(ApiClient client, Deadline end) throws InterruptedException {
        ResourcePath collection = ResourcePath.in(LEASES, NAMESPACE);
        String version = require(client, new Request.ListPage(collection, ListOptions.ALL))
                .resourceVersion();
        try (WatchCall call = client.watch(collection, WatchOptions.after(version), Deadline.after(clock, ATTEMPT))) {
            WatchSignal last = call.next(ATTEMPT);
            while (!end.isOver(clock) && !(last instanceof WatchSignal.Ended)) {
                last = call.next(end.remaining(clock));
            }
        }
    }

    private ApiObject require(ApiClient client, Request request) throws InterruptedException {
        Reply reply = client.send(request, Deadline.after(clock, ATTEMPT));
        if (reply instanceof Reply.Success success) {
            return success.object();
        }
        throw CommandFailure.of(request.getClass().getSimpleName() + " was answered with " + reply);
    }

    private static ApiObject lease(String name) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
        json.putObject("metadata").put("name", name);
        json.putObject("spec").put("holderIdentity", "holder-0").put("leaseDurationSeconds", 15);
        return new ApiObject(json);
    }
}
