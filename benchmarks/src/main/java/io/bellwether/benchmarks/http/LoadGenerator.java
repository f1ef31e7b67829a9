package io.bellwether.benchmarks.http;

import io.bellwether.benchmarks.http2.Endpoint;
import io.bellwether.client.kubeconfig.Kubeconfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts load on the server of a kubeconfig: one JSON line per scenario on standard output, and the same for a person on
 * standard error.
 */
@Command(
        name = "load-generator",
        mixinStandardHelpOptions = true,
        description = "Measures a Kubernetes API server over HTTP/2; every answer is checked.")
public final class LoadGenerator implements Callable<Integer> {

    @Option(names = "--kubeconfig", required = true, description = "The server and the identity.")
    private Path kubeconfig = Path.of("");

    @Option(names = "--scenario", split = ",", description = "Names, such as create-16; default: all.")
    private List<String> names = List.of();

    @Option(names = "--seconds", description = "Measured time of each rate; default ${DEFAULT-VALUE}.")
    private int seconds = (int) Scale.FULL.measured().toSeconds();

    @Option(names = "--warmup", description = "Seconds before it; default ${DEFAULT-VALUE}.")
    private int warmupSeconds = (int) Scale.FULL.warmup().toSeconds();

    @Option(names = "--smoke", description = "Everything small and short: does it work?")
    private boolean smoke;

    private LoadGenerator() {}

    /** Exit code 0, 1 when a scenario failed, 2 for wrong usage. */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new LoadGenerator()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Scale full = new Scale(
                Duration.ofSeconds(warmupSeconds),
                Duration.ofSeconds(seconds),
                Scale.FULL.listObjects(),
                Scale.FULL.watchDivisor());
        Load load = new Load(Endpoint.of(Kubeconfig.load(kubeconfig).context("")), smoke ? Scale.SMOKE : full);
        int failures = 0;
        for (Scenario scenario : scenarios()) {
            try {
                print(load.run(scenario));
            } catch (BenchmarkException failed) {
                failures++;
                System.err.printf("%-16s FAILED: %s%n", scenario.name(), failed.getMessage());
            }
        }
        return failures == 0 ? 0 : 1;
    }

    private List<Scenario> scenarios() {
        List<Scenario> chosen = Load.SCENARIOS.stream()
                .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
                .toList();
        if (chosen.size() < names.size()) {
            throw new IllegalArgumentException("unknown scenario in " + names + "; there are "
                    + Load.SCENARIOS.stream().map(Scenario::name).collect(Collectors.joining(", ")));
        }
        return chosen;
    }

    private static void print(Result result) {
        System.out.println(JsonMapper.shared().writeValueAsString(result));
        String figures = result.figures().entrySet().stream()
                .map(figure -> String.format(Locale.ROOT, "%s %.2f", figure.getKey(), figure.getValue()))
                .collect(Collectors.joining("   "));
        System.err.printf("%-16s %s%n", result.scenario(), figures);
    }
}
