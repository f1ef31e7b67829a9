package io.bellwether.benchmarks.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The memory of a server's processes together.
 *
 * @param residentMegabytes the sum of VmRSS, which counts shared pages once per process
 * @param proportionalMegabytes the sum of PSS, which divides them
 */
public record Memory(double residentMegabytes, double proportionalMegabytes) {

    private static final double KILOBYTES_PER_MEGABYTE = 1_000 / 1.024;

    /** Of a process and all that it started, shells excepted. */
    public static Memory ofTree(ProcessHandle root) {
        List<Path> processes = Stream.concat(Stream.of(root), root.descendants())
                .map(process -> Path.of("/proc", Long.toString(process.pid())))
                .filter(folder -> !kilobytesOrName(folder.resolve("comm"), "").equals("bash"))
                .toList();
        return new Memory(sum(processes, "status", "VmRSS:"), sum(processes, "smaps_rollup", "Pss:"));
    }

    private static double sum(List<Path> processes, String file, String field) {
        return processes.stream()
                        .mapToLong(folder -> Long.parseLong("0" + kilobytesOrName(folder.resolve(file), field)))
                        .sum()
                / KILOBYTES_PER_MEGABYTE;
    }

    /**
     * The first number behind the field's name; the file's first line without a name; empty when the process is gone.
     */
    private static String kilobytesOrName(Path file, String field) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(field))
                    .map(line ->
                            line.substring(field.length()).replace("kB", "").strip())
                    .findFirst()
                    .orElse("");
        } catch (NoSuchFileException gone) {
            return "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
