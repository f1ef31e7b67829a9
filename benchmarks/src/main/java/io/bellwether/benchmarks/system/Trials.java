package io.bellwether.benchmarks.system;

import io.bellwether.benchmarks.http.BenchmarkException;
import io.bellwether.benchmarks.http.Load;
import io.bellwether.benchmarks.http.Result;
import io.bellwether.benchmarks.http.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Everything that is measured on the contenders, which take turns.
 *
 * <p>Threads: one caller.
 */
final class Trials {

    private static final List<Scenario> WARM_UP = List.of(new Scenario.Update(16), new Scenario.Watch(100, 200));

    private final List<Contender> contenders;
    private final Plan plan;
    private final Path work;
    private final Consumer<Measurement> each;
    private final List<Measurement> measurements = new ArrayList<>();

    /**
     * @param work an empty folder for the servers' data
     * @param each is told every measurement as it comes
     */
    Trials(List<Contender> contenders, Plan plan, Path work, Consumer<Measurement> each) {
        this.contenders = contenders;
        this.plan = plan;
        this.work = work;
        this.each = each;
    }

    List<Measurement> runAll() throws IOException, GeneralSecurityException {
        for (int start = 0; start < plan.starts(); start++) {
            for (Contender contender : inTurn(contenders, start)) {
                measureStart(contender, start);
            }
        }
        for (Contender contender : contenders) {
            measureMemory(contender);
        }
        for (int round = 0; round < plan.rounds(); round++) {
            measureLoad(round);
        }
        return List.copyOf(measurements);
    }

    /** Who goes first changes, so that a machine that grows slower or faster favours nobody. */
    private static <T> List<T> inTurn(List<T> all, int round) {
        List<T> order = new ArrayList<>(all);
        Collections.rotate(order, round);
        return order;
    }

    private void measureStart(Contender contender, int number) throws IOException {
        Path data = work.resolve(contender.name() + "-start-" + number);
        for (String scenario : List.of("start-fresh", "start-again")) {
            try (RunningServer server = RunningServer.start(contender, data)) {
                record(contender, number, scenario, Map.of("millis", server.startMillis()));
            }
        }
    }

    private void measureMemory(Contender contender) throws IOException, GeneralSecurityException {
        Path data = work.resolve(contender.name() + "-memory");
        try (RunningServer server = RunningServer.start(contender, data)) {
            recordMemory(server, "memory-idle");
            Load load = new Load(server.endpoint(), plan.scale());
            load.fill(plan.someObjects());
            recordMemory(server, "memory-some");
            load.fill(plan.manyObjects() - plan.someObjects());
            recordMemory(server, "memory-many");
        }
        try (RunningServer server = RunningServer.start(contender, data)) {
            record(contender, 0, "start-many", Map.of("millis", server.startMillis()));
            recordMemory(server, "memory-many-again");
        }
    }

    private void recordMemory(RunningServer server, String scenario) {
        LockSupport.parkNanos(plan.settling().toNanos());
        record(server.contender(), 0, scenario, figures(server.memory()));
    }

    private static Map<String, Double> figures(Memory memory) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("residentMegabytes", memory.residentMegabytes());
        figures.put("proportionalMegabytes", memory.proportionalMegabytes());
        return figures;
    }

    /**
     * Each round begins with new servers without objects. All of them are up during all of it, so that each is
     * disturbed by the others' idling alike.
     */
    private void measureLoad(int round) throws IOException, GeneralSecurityException {
        List<RunningServer> servers = new ArrayList<>();
        try {
            for (Contender contender : contenders) {
                servers.add(RunningServer.start(contender, work.resolve(contender.name() + "-load-" + round)));
            }
            for (RunningServer server : servers) {
                warmUp(server);
            }
            for (Scenario scenario : Load.SCENARIOS) {
                for (RunningServer server : inTurn(servers, round)) {
                    measure(server, round, scenario);
                }
            }
        } finally {
            servers.forEach(RunningServer::close);
        }
    }

    /** What servers that run for months are like: both have had the same load before the first figure is taken. */
    private void warmUp(RunningServer server) throws IOException, GeneralSecurityException {
        Load load = new Load(server.endpoint(), plan.scale());
        for (Scenario scenario : WARM_UP) {
            Result unused = load.run(scenario);
        }
    }

    private void measure(RunningServer server, int round, Scenario scenario)
            throws IOException, GeneralSecurityException {
        try {
            Load load = new Load(server.endpoint(), plan.scale());
            Map<String, Double> figures = new LinkedHashMap<>(load.run(scenario).figures());
            figures.putAll(figures(server.memory()));
            record(server.contender(), round, scenario.name(), figures);
        } catch (BenchmarkException failed) {
            add(new Measurement(server.contender().name(), round, scenario.name(), Map.of(), reason(failed)));
        }
    }

    private static String reason(BenchmarkException failed) {
        String message = failed.getMessage();
        return message == null ? failed.toString() : message;
    }

    private void record(Contender contender, int round, String scenario, Map<String, Double> figures) {
        add(new Measurement(contender.name(), round, scenario, figures, ""));
    }

    private void add(Measurement measurement) {
        measurements.add(measurement);
        each.accept(measurement);
    }
}
