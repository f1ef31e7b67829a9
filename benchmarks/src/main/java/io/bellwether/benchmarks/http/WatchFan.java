package io.bellwether.benchmarks.http;

import io.bellwether.benchmarks.http2.Endpoint;
import io.bellwether.benchmarks.http2.Http2Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;

/**
 * Many watches of one collection while a writer changes its objects at a rate: how late is each delivery, and is it
 * there?
 */
final class WatchFan {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final int WRITER_CONNECTIONS = 2;
    private static final int WATCH_CONNECTIONS = 8;
    private static final int OBJECTS = 32;
    private static final Duration OPENING_LIMIT = Duration.ofMinutes(2);
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(1);

    private final Endpoint endpoint;
    private final ConfigMaps objects;

    WatchFan(Endpoint endpoint, ConfigMaps objects) {
        this.endpoint = endpoint;
        this.objects = objects;
    }

    /** The namespace must exist and be empty. */
    Map<String, Double> run(int watches, double ratePerSecond, Duration warmup, Duration measured) {
        int warmups = (int) (ratePerSecond * warmup.toMillis() / 1000);
        WriteLog log = new WriteLog(warmups + (int) (ratePerSecond * measured.toMillis() / 1000), warmups);
        try (Connections writing = Connections.open(endpoint, WRITER_CONNECTIONS);
                Connections watching = openFor(watches)) {
            String revision = createObjects(writing);
            long begin = System.nanoTime();
            Fan fan = new Fan(watching, watches, log);
            fan.open(objects, revision);
            double openingSeconds = (System.nanoTime() - begin) / NANOS_PER_SECOND;
            double achieved = new PacedWriter(writing, objects, OBJECTS, log).run(ratePerSecond);
            fan.awaitAll();
            return figures(fan, achieved, openingSeconds);
        }
    }

    /** Eight connections, or as many more as the server's limit of streams demands. */
    private Connections openFor(int watches) {
        Connections few = Connections.open(endpoint, WATCH_CONNECTIONS);
        int limit = few.get(0).maxStreams();
        if ((long) limit * WATCH_CONNECTIONS >= watches) {
            return few;
        }
        few.close();
        return Connections.open(endpoint, (watches + limit - 1) / limit);
    }

    private String createObjects(Connections connections) {
        for (int index = 0; index < OBJECTS; index++) {
            // Not a number of a write: a write that changes nothing makes no event.
            connections.call(objects.create(PacedWriter.name(index), Integer.MAX_VALUE), 201);
        }
        String list = connections.call(objects.list(1), 200).body();
        return JsonMapper.shared()
                .readTree(list)
                .path("metadata")
                .path("resourceVersion")
                .asString();
    }

    private static Map<String, Double> figures(Fan fan, double achieved, double openingSeconds) {
        Samples lags = Samples.merge(fan.lags);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("eventsPerSecond", achieved);
        figures.put("deliveriesPerSecond", achieved * fan.watchers.size());
        figures.put("p50Millis", lags.percentileMillis(50));
        figures.put("p99Millis", lags.percentileMillis(99));
        figures.put("maxMillis", lags.percentileMillis(100));
        figures.put("openingSeconds", openingSeconds);
        return figures;
    }

    /** The watches of one run. */
    private static final class Fan {
        private final Connections connections;
        private final WriteLog log;
        private final List<Samples> lags = new ArrayList<>();
        private final List<Watcher> watchers = new ArrayList<>();
        private final CountDownLatch opened;

        Fan(Connections connections, int watches, WriteLog log) {
            this.connections = connections;
            this.log = log;
            this.opened = new CountDownLatch(watches);
            for (int index = 0; index < connections.size(); index++) {
                lags.add(new Samples());
            }
            for (int index = 0; index < watches; index++) {
                watchers.add(new Watcher(log, lags.get(index % lags.size()), opened::countDown));
            }
        }

        void open(ConfigMaps objects, String revision) {
            for (int index = 0; index < watchers.size(); index++) {
                Http2Connection connection = connections.get(index);
                connection.send(objects.watch(revision), watchers.get(index));
            }
            try {
                if (!opened.await(OPENING_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    throw new BenchmarkException(opened.getCount() + " watches were not answered in " + OPENING_LIMIT);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new BenchmarkException("interrupted while watches were opened", interrupted);
            }
        }

        /** Until every watch has every event, each once; anything else is no measurement. */
        void awaitAll() {
            long deadline = System.nanoTime() + DRAIN_LIMIT.toNanos();
            while (watchers.stream().anyMatch(watcher -> watcher.received() < log.writes())) {
                refuseProblems();
                if (System.nanoTime() > deadline) {
                    throw new BenchmarkException("events are missing " + DRAIN_LIMIT + " after the last write");
                }
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
            refuseProblems();
            long expectedSum = (long) log.writes() * (log.writes() - 1) / 2;
            for (Watcher watcher : watchers) {
                if (watcher.received() != log.writes() || watcher.sequenceSum() != expectedSum) {
                    throw new BenchmarkException("a watch received other events than were written");
                }
            }
        }

        private void refuseProblems() {
            watchers.stream()
                    .flatMap(watcher -> watcher.problem().stream())
                    .findFirst()
                    .ifPresent(problem -> {
                        throw new BenchmarkException(problem);
                    });
        }
    }
}
