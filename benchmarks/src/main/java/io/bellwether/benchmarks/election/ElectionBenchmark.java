package io.bellwether.benchmarks.election;

import io.bellwether.benchmarks.http.BenchmarkException;
import io.bellwether.benchmarks.system.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Compares elections: runs all trials, writes what they found, and renders the page. */
@Command(
        name = "benchmarks/run election",
        mixinStandardHelpOptions = true,
        description =
                "Measures elections side by side: handovers, a leader that is cut off, requests, threads, memory.")
public final class ElectionBenchmark implements Callable<Integer> {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Option(names = "--root", required = true, hidden = true, description = "The source tree.")
    private Path root = Path.of("");

    @Option(names = "--peers", split = ",", description = "Names of folders in tests/interop/electors; default: all.")
    private List<String> peers = Arrays.stream(Peer.values()).map(Peer::folder).toList();

    @Option(names = "--render", description = "Measures nothing; renders the page again from the data file.")
    private boolean render;

    @Option(
            names = "--trials",
            split = ",",
            description = "resignations, terminations, kills, blackholes, requests, footprint, elect; default: all.")
    private Set<String> trials = Set.of();

    @Option(names = "--smoke", description = "Everything small and short: does it work? The figures say nothing.")
    private boolean smoke;

    @Option(
            names = "--output",
            description = "Folder for election.md, its picture and data/; default: docs/benchmarks.")
    private Path output = Path.of("docs/benchmarks");

    private ElectionBenchmark() {}

    /** Exit code 0, 1 when one of our figures is missing, 2 for wrong usage. */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new ElectionBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        ElectionFindings findings = render ? read() : measure();
        write(findings);
        return findings.ours().failures().isEmpty() ? 0 : 1;
    }

    private ElectionFindings read() {
        return MAPPER.readValue(data().toFile(), ElectionFindings.class);
    }

    private Path data() {
        return output.resolve("data").resolve("election.json");
    }

    private ElectionFindings measure() throws IOException {
        long begin = System.nanoTime();
        Runtime.getRuntime().addShutdownHook(new Thread(ElectionBenchmark::endProcesses, "benchmarks-end"));
        Amounts amounts = smoke ? Amounts.SMOKE : Amounts.FULL;
        Path work = Files.createTempDirectory("bellwether-election-");
        System.err.println("Logs and data of the servers: " + work);
        List<PeerFindings> found = new Trials(root, work, built(), amounts, trials).runAll();
        boolean withElect = trials.isEmpty() || trials.contains("elect");
        Series electKills = withElect ? new ElectKills(root, work).run(amounts.kills() * 2) : Series.NONE;
        return new ElectionFindings(
                Machine.current(),
                Settings.SHORT.lease().toMillis(),
                found,
                electKills,
                Duration.ofNanos(System.nanoTime() - begin).toMinutes());
    }

    /** Also when somebody ends the run. */
    private static void endProcesses() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    private List<Peer> built() {
        List<Peer> built = new ArrayList<>();
        for (String name : peers) {
            Peer peer = Arrays.stream(Peer.values())
                    .filter(one -> one.folder().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new BenchmarkException("no peer is named " + name));
            if (peer.isBuilt(root)) {
                built.add(peer);
            } else {
                System.err.println(name + " is not built and left out");
            }
        }
        return built;
    }

    private void write(ElectionFindings findings) throws IOException {
        Files.createDirectories(data().getParent());
        Files.writeString(data(), MAPPER.writeValueAsString(findings) + "\n");
        ElectionReport report = new ElectionReport(findings);
        Files.writeString(output.resolve("election.svg"), report.chart().svg());
        Path page = output.resolve("election.md");
        Files.writeString(page, report.page(Files.exists(page) ? Files.readString(page) : ""));
        System.out.println(report.table());
    }
}
