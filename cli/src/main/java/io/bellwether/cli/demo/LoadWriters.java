package io.bellwether.cli.demo;

import io.bellwether.client.ApiClient;
import io.bellwether.client.ListOptions;
import io.bellwether.client.ObjectPage;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WriteOptions;
import io.bellwether.execution.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;

/**
 * Creates objects as fast as the server acknowledges them, and remembers those that it did, until it stops answering.
 *
 * <p>Threads: one virtual thread a writer; the names are in a concurrent set.
 */
final class LoadWriters {

    private static final int WRITERS = 8;
    private static final String PREFIX = "load-";

    private final ApiClient client;
    private final Clock clock;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    private LoadWriters(ApiClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    static LoadWriters start(ApiClient client, Clock clock, ExecutorService executor) {
        LoadWriters writers = new LoadWriters(client, clock);
        for (int index = 0; index < WRITERS; index++) {
            String prefix = PREFIX + index + "-";
            executor.execute(() -> writers.write(prefix));
        }
        return writers;
    }

    /** The names of the objects whose creation was acknowledged. */
    Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    void stop() {
        stopped = true;
    }

    /** The names of such objects that the server has. */
    static Set<String> present(ApiClient client, Clock clock) {
        Request list =
                new Request.ListPage(ResourcePath.in(DemoObjects.CONFIG_MAPS, DemoObjects.NAMESPACE), ListOptions.ALL);
        return ObjectPage.of(DemoClient.require(client, list, clock)).items().stream()
                .map(each -> each.name())
                .filter(name -> name.startsWith(PREFIX))
                .collect(Collectors.toUnmodifiableSet());
    }

    private void write(String prefix) {
        for (int number = 0; !stopped; number++) {
            String name = prefix + number;
            Request create = new Request.Create(
                    ResourcePath.in(DemoObjects.CONFIG_MAPS, DemoObjects.NAMESPACE),
                    DemoObjects.configMap(name, Map.of("number", Integer.toString(number))),
                    WriteOptions.DEFAULT);
            if (!(DemoClient.send(client, create, clock) instanceof Reply.Success)) {
                // The server was killed: from here on nothing is acknowledged.
                return;
            }
            acknowledged.add(name);
        }
    }
}
