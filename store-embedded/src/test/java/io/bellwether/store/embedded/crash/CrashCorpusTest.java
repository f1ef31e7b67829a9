package io.bellwether.store.embedded.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every crash that once lost something or kept the store from opening, forced again (G-W1, G-W2, G-W9).
 *
 * <p>A file of the corpus says what happened, then its runs, one process after the other on one directory, then where
 * the power is cut and what the disk loses: after every single operation of all runs, or after those that follow a
 * change of a name.
 */
final class CrashCorpusTest {

    private static final Pattern RUN =
            Pattern.compile("run (\\d+) writers, (\\d+) transactions(?:, (kill|fail) at frame (\\d+))?");
    private static final Pattern CUT = Pattern.compile("cut (everywhere|after renames), lose (\\w+)");

    @TempDir
    Path directory;

    static List<Path> corpus() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(CrashCorpusTest.class.getResource("corpus"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void crash_ofTheCorpus_losesNothing(Path file) throws Exception {
        PowerCuts power = new PowerCuts(directory);
        List<String> faults = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            Matcher run = RUN.matcher(line);
            Matcher cut = CUT.matcher(line);
            if (run.matches()) {
                run(power, run);
            } else if (cut.matches()) {
                faults.addAll(faults(power, cut));
            } else {
                assertThat(line).as("neither a comment nor a step").matches("#.*|");
            }
        }

        assertThat(faults).isEmpty();
    }

    private static List<String> faults(PowerCuts power, Matcher cut) throws IOException {
        List<DiskTrace.Step> trace = power.trace();
        Set<Integer> places =
                cut.group(1).equals("everywhere") ? PowerCuts.everywhere(trace) : PowerCuts.afterRenames(trace);
        Set<SimulatedDisk.Loss> losses = EnumSet.of(SimulatedDisk.Loss.valueOf(cut.group(2)));
        return power.faults(trace, places, losses, PowerCuts.Demand.NOTHING_LOST, 1);
    }

    private static void run(PowerCuts power, Matcher run) throws IOException, InterruptedException {
        Map<String, String> settings = new HashMap<>();
        String end = Objects.requireNonNullElse(run.group(3), "close");
        if (!end.equals("close")) {
            settings.put(end.equals("kill") ? "SHIM_KILL" : "SHIM_FAIL", "frame:" + run.group(4));
        }
        int code = power.run(Integer.parseInt(run.group(1)), Integer.parseInt(run.group(2)), settings);
        assertThat(code).as(power.errors()).isEqualTo(end.equals("kill") ? 128 + 9 : 0);
        assertThat(power.wasRefused()).as(power.errors()).isEqualTo(end.equals("fail"));
    }
}
