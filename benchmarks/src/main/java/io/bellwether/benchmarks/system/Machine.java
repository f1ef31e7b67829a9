package io.bellwether.benchmarks.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Where and when it was measured.
 *
 * @param java of the load generator; the servers under test run on what their launchers choose
 */
public record Machine(String processor, int cores, long memoryMegabytes, String kernel, String java, String date) {

    private static final long KILOBYTES_PER_MEGABYTE = 1_000;

    /** This machine, now. */
    public static Machine current() throws IOException {
        String processor = field(Path.of("/proc/cpuinfo"), "model name", "unknown processor");
        String memory = field(Path.of("/proc/meminfo"), "MemTotal", "0 kB").replace(" kB", "");
        return new Machine(
                processor,
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(memory) / KILOBYTES_PER_MEGABYTE,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                LocalDate.now(ZoneOffset.UTC).toString());
    }

    private static String field(Path file, String name, String otherwise) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(otherwise);
    }
}
