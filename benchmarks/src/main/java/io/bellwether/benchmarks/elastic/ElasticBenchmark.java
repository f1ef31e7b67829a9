package io.bellwether.benchmarks.elastic;

import io.bellwether.benchmarks.elastic.ElasticFindings.Line;
import io.bellwether.benchmarks.elastic.ElasticFindings.Measure;
import io.bellwether.benchmarks.http.BenchmarkException;
import io.bellwether.benchmarks.system.Machine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Times an etcd cluster of real processes: by itself, and beside it by hand, in turns. */
@Command(
        name = "benchmarks/run etcd",
        mixinStandardHelpOptions = true,
        description = "Times forming, healing and growing of an etcd cluster, supervised and by hand with etcdctl.")
public final class ElasticBenchmark implements Callable<Integer> {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** etcd wants each member to have been connected for five seconds before another may be added. */
    private static final long SETTLING_NANOS = 7_000_000_000L;

    @Option(names = "--root", required = true, hidden = true, description = "The source tree.")
    private Path root = Path.of("");

    @Option(names = "--etcd", description = "The program; default: ${DEFAULT-VALUE} on the PATH.")
    private String etcd = "etcd";

    @Option(names = "--rounds", description = "Of everything, both ways; the median counts; default ${DEFAULT-VALUE}.")
    private int rounds = 4;

    @Option(names = "--election-timeout", description = "In milliseconds; default ${DEFAULT-VALUE}, as etcd's.")
    private long electionMillis = 1_000;

    @Option(names = "--output", description = "Folder for etcd.md and data/; default: docs/benchmarks.")
    private Path output = Path.of("docs/benchmarks");

    private final Members members = new Members();
    private String version = "unknown";

    private ElasticBenchmark() {}

    /** Exit code 0, 1 when a cluster did not get where it should, 2 for wrong usage. */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new ElasticBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        buildProgram();
        Map<Measure, List<Double>> ours = new EnumMap<>(Measure.class);
        Map<Measure, List<Double>> byHand = new EnumMap<>(Measure.class);
        for (int round = 1; round <= rounds; round++) {
            Machines hands = new Machines(Files.createTempDirectory("by-hand"));
            measure(new ByHand(root, hands, etcd, electionMillis), hands, byHand);
            hands.delete();
            Machines supervised = new Machines(Files.createTempDirectory("supervised"));
            measure(new Supervised(root, supervised, etcd, electionMillis), supervised, ours);
            supervised.delete();
            System.err.println("round " + round + " of " + rounds + ": " + ours + "; by hand " + byHand);
        }
        List<Line> lines = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            lines.add(
                    new Line(measure, ours.getOrDefault(measure, List.of()), byHand.getOrDefault(measure, List.of())));
        }
        write(new ElasticFindings(Machine.current(), version, electionMillis, rounds, lines));
        return 0;
    }

    /** Whatever its launcher does once, it does before any clock runs. */
    private void buildProgram() throws IOException, InterruptedException {
        Process version = new ProcessBuilder(root.resolve("bellwether").toString(), "--version")
                .inheritIO()
                .start();
        if (version.waitFor() != 0) {
            throw new BenchmarkException("the program could not be built");
        }
    }

    private void measure(Way way, Machines machines, Map<Measure, List<Double>> times) throws IOException {
        try (way) {
            List<URI> three = machines.clients(3);
            bootstrap(way, three, times);
            members.awaitVoters(three);
            version = members.version(three.getFirst());
            settle();
            int follower = (members.leader(three) + 1) % three.size();
            note(times, Measure.FOLLOWER, () -> way.loseAndReturn(follower), () -> members.awaitVoters(three));
            settle();
            int leader = members.leader(three);
            note(times, Measure.LEADER, () -> way.loseAndReturn(leader), () -> members.awaitVoters(three));
            settle();
            blank(way, three, times);
            note(times, Measure.GROWTH, way::growToFive, () -> members.awaitVoters(machines.clients(Machines.COUNT)));
        }
    }

    private void bootstrap(Way way, List<URI> three, Map<Measure, List<Double>> times) throws IOException {
        long begun = System.nanoTime();
        way.bootstrap();
        boolean supervised = way.awaitSupervisors();
        long ready = System.nanoTime();
        members.awaitWrite(three);
        long written = System.nanoTime();
        note(times, Measure.BOOTSTRAP, written - begun);
        if (supervised) {
            note(times, Measure.BOOTSTRAP_READY, written - ready);
        }
    }

    private void blank(Way way, List<URI> three, Map<Measure, List<Double>> times) throws IOException {
        int follower = (members.leader(three) + 1) % three.size();
        long begun = System.nanoTime();
        if (way.loseAllAndReturn(follower)) {
            members.awaitVoters(three);
            note(times, Measure.BLANK, System.nanoTime() - begun);
            settle();
        }
    }

    /** Does something. */
    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    private static void note(Map<Measure, List<Double>> times, Measure measure, Action action, Runnable until)
            throws IOException {
        long begun = System.nanoTime();
        action.run();
        until.run();
        note(times, measure, System.nanoTime() - begun);
    }

    private static void note(Map<Measure, List<Double>> times, Measure measure, long nanos) {
        times.computeIfAbsent(measure, none -> new ArrayList<>()).add(nanos / 1e6);
    }

    private static void settle() {
        LockSupport.parkNanos(SETTLING_NANOS);
    }

    private void write(ElasticFindings findings) throws IOException {
        Files.createDirectories(output.resolve("data"));
        Files.writeString(output.resolve("data/etcd.json"), MAPPER.writeValueAsString(findings) + "\n");
        for (Map.Entry<String, String> file :
                new ElasticReport(findings).files().entrySet()) {
            Files.writeString(output.resolve(file.getKey()), file.getValue());
        }
        System.err.println(new ElasticReport(findings).table());
    }
}
