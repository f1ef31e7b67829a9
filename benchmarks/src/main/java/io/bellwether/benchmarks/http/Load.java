package io.bellwether.benchmarks.http;

import com.sun.management.OperatingSystemMXBean;
import io.bellwether.benchmarks.http2.Endpoint;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs scenarios against one server, each in a namespace of its own.
 *
 * <p>Threads: one caller at a time; blocks until the scenario is over.
 */
public final class Load {

    /**
     * All scenarios, in the order in which they are run: those that leave many objects behind come last, since a faster
     * server has more of them afterwards.
     */
    public static final List<Scenario> SCENARIOS = List.of(
            new Scenario.Update(16),
            new Scenario.Get(16),
            new Scenario.Get(64),
            new Scenario.Watch(1_000, 20),
            new Scenario.Watch(1_000, 40),
            new Scenario.Watch(1_000, 100),
            new Scenario.Watch(100, 200),
            new Scenario.Watch(5_000, 4),
            new Scenario.ListAll(),
            new Scenario.Create(1),
            new Scenario.Create(16),
            new Scenario.Create(256));

    private static final int CONNECTIONS = 8;
    private static final int READ_OBJECTS = 1_000;
    private static final int LIST_READINGS = 7;

    private final Endpoint endpoint;
    private final Scale scale;

    /** Connects for each scenario anew. */
    public Load(Endpoint endpoint, Scale scale) {
        this.endpoint = endpoint;
        this.scale = scale;
    }

    /**
     * Runs one scenario; its figures include how much of a core the generator itself used.
     *
     * <p>Errors: BenchmarkException when the server answers otherwise than it must.
     */
    public Result run(Scenario scenario) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        ConfigMaps objects = namespace(scenario.name());
        long cpu = system.getProcessCpuTime();
        long begin = System.nanoTime();
        Map<String, Double> figures = new LinkedHashMap<>(
                switch (scenario) {
                    case Scenario.Create(int clients) -> create(objects, clients);
                    case Scenario.Update(int clients) -> update(objects, clients);
                    case Scenario.Get(int clients) -> get(objects, clients);
                    case Scenario.ListAll() -> list(objects);
                    case Scenario.Watch(int watches, int rate) -> watch(objects, watches, rate);
                });
        double elapsed = System.nanoTime() - begin;
        figures.put("generatorCores", (system.getProcessCpuTime() - cpu) / elapsed);
        return new Result(scenario.name(), figures);
    }

    /** Creates so many objects of 1 KB in a namespace of their own; returns how long it took, in seconds. */
    public double fill(int count) {
        return new BigList(endpoint, namespace("fill-" + count)).load(count);
    }

    private ConfigMaps namespace(String purpose) {
        String unique = Long.toString(System.nanoTime(), Character.MAX_RADIX);
        ConfigMaps objects = new ConfigMaps("bench-" + purpose + "-" + unique);
        try (Connections connections = Connections.open(endpoint, 1)) {
            connections.call(objects.createNamespace(), 201);
        }
        return objects;
    }

    private Map<String, Double> create(ConfigMaps objects, int clients) {
        return loop(
                clients,
                201,
                (client, number) -> Optional.of(objects.create("object-" + client + "-" + number, number)));
    }

    private Map<String, Double> update(ConfigMaps objects, int clients) {
        createAll(objects, clients);
        return loop(clients, 200, (client, number) -> Optional.of(objects.replace("object-" + client, number + 1)));
    }

    private Map<String, Double> get(ConfigMaps objects, int clients) {
        createAll(objects, READ_OBJECTS);
        return loop(
                clients,
                200,
                (client, number) -> Optional.of(objects.get("object-" + (client * 37L + number) % READ_OBJECTS)));
    }

    private void createAll(ConfigMaps objects, int count) {
        new BigList(endpoint, objects).load(count);
    }

    private Map<String, Double> loop(int clients, int expectedStatus, ClosedLoop.Source source) {
        ClosedLoop.Outcome outcome;
        try (Connections connections = Connections.open(endpoint, Math.min(clients, CONNECTIONS))) {
            outcome = ClosedLoop.run(connections, clients, expectedStatus, source, scale.warmup(), scale.measured());
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("ratePerSecond", outcome.ratePerSecond());
        figures.put("p50Millis", outcome.latencies().percentileMillis(50));
        figures.put("p99Millis", outcome.latencies().percentileMillis(99));
        figures.put("maxMillis", outcome.latencies().percentileMillis(100));
        return figures;
    }

    private Map<String, Double> list(ConfigMaps objects) {
        BigList list = new BigList(endpoint, objects);
        double loadingSeconds = list.load(scale.listObjects());
        Map<String, Double> figures = new LinkedHashMap<>(list.read(scale.listObjects(), LIST_READINGS));
        figures.put("loadingSeconds", loadingSeconds);
        return figures;
    }

    private Map<String, Double> watch(ConfigMaps objects, int watches, int rate) {
        int scaled = Math.max(1, watches / scale.watchDivisor());
        return new WatchFan(endpoint, objects).run(scaled, rate, scale.warmup(), scale.measured());
    }
}
