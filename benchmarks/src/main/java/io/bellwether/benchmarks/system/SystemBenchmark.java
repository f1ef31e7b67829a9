package io.bellwether.benchmarks.system;

import io.bellwether.benchmarks.http.BenchmarkException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs all trials, writes what they found, and renders the page. */
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        description = "Measures Bellwether beside kube-apiserver and etcd: start, memory, requests, watches.")
public final class SystemBenchmark implements Callable<Integer> {

    @Option(names = "--root", required = true, hidden = true, description = "The source tree.")
    private Path root = Path.of("");

    @Option(names = "--servers", split = ",", description = "bellwether, reference; default: both.")
    private List<String> servers = List.of("bellwether", "reference");

    @Option(names = "--reference", description = "Where tests/interop/reference/build put kube-apiserver and etcd.")
    private Path reference = Path.of("");

    @Option(names = "--rounds", description = "Of each scenario; the median counts; default ${DEFAULT-VALUE}.")
    private int rounds = Plan.FULL.rounds();

    @Option(names = "--smoke", description = "Everything small and short: does it work? The figures say nothing.")
    private boolean smoke;

    @Option(names = "--output", description = "Folder for http.md, its pictures and data/; default: docs/benchmarks.")
    private Path output = Path.of("docs/benchmarks");

    private SystemBenchmark() {}

    /** Exit code 0, 1 when one of our figures is missing, 2 for wrong usage. */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new SystemBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path work = Files.createTempDirectory("bellwether-benchmarks-");
        try {
            Plan plan = smoke ? Plan.SMOKE : Plan.FULL.withRounds(rounds);
            List<Measurement> measured = new Trials(contenders(), plan, work, SystemBenchmark::print).runAll();
            Findings findings = new Findings(Machine.current(), versions(), measured);
            write(findings);
            return isComplete(measured) ? 0 : 1;
        } finally {
            delete(work);
        }
    }

    private List<Contender> contenders() {
        List<Contender> contenders = new ArrayList<>();
        for (String server : servers) {
            switch (server) {
                case "bellwether" -> contenders.add(new Contender.Bellwether(root));
                case "reference" -> addReference(contenders);
                default -> throw new IllegalArgumentException("no server is named " + server);
            }
        }
        return contenders;
    }

    private void addReference(List<Contender> contenders) {
        if (Files.isExecutable(reference.resolve("kube-apiserver"))) {
            contenders.add(new Contender.Reference(root, reference));
        } else {
            System.err.println("The reference is not built (tests/interop/reference/build DIRECTORY, then"
                    + " --reference DIRECTORY): it is left out.");
        }
    }

    private Map<String, String> versions() throws IOException {
        Map<String, String> versions = new TreeMap<>();
        Path built = reference.resolve("versions");
        if (Files.exists(built)) {
            versions.put("reference", Files.readString(built).strip());
        }
        return versions;
    }

    /** What the reference cannot stand is a finding; what we cannot is a failure. */
    private static boolean isComplete(List<Measurement> measured) {
        return measured.stream()
                .noneMatch(one ->
                        one.server().equals("bellwether") && !one.failure().isEmpty());
    }

    private void write(Findings findings) throws IOException {
        Path data = output.resolve("data");
        Files.createDirectories(data);
        boolean onlyReference =
                findings.measurements().stream().allMatch(one -> one.server().equals("reference"));
        Files.writeString(data.resolve(onlyReference ? "reference-http.csv" : "http.csv"), findings.csv());
        if (!onlyReference) {
            for (Map.Entry<String, String> file : new Report(findings).files().entrySet()) {
                Files.writeString(output.resolve(file.getKey()), file.getValue());
            }
        }
        System.err.println("Written to " + output.toAbsolutePath().normalize());
    }

    private static void print(Measurement measurement) {
        String figures = measurement.figures().entrySet().stream()
                .map(figure -> String.format(Locale.ROOT, "%s %.2f", figure.getKey(), figure.getValue()))
                .collect(Collectors.joining("   "));
        System.out.printf(
                "%-10s %d %-17s %s%s%n",
                measurement.server(),
                measurement.round(),
                measurement.scenario(),
                figures,
                measurement.failure().isEmpty() ? "" : "FAILED: " + measurement.failure());
    }

    private static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException problem)
                        throws IOException {
                    Files.delete(emptied);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException left) {
            throw new BenchmarkException("the servers' data cannot be removed: " + folder, left);
        }
    }
}
