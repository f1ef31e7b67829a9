package io.bellwether.etcd.snapshot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code etcdutl}, or {@code etcdctl} where there is none (etcd 3.4): the only programs that make a data directory of a
 * snapshot.
 *
 * <p>Threads: safe from any thread; each call blocks its caller until the program has ended, for minutes at most.
 */
public final class SnapshotTool {

    /** The programs that are looked for on the PATH, the best first. */
    public static final List<String> USUAL = List.of("etcdutl", "etcdctl");

    private static final Duration QUESTION = Duration.ofSeconds(20);

    /** A database may have gigabytes. */
    private static final Duration WORK = Duration.ofMinutes(10);

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final String program;
    private final String version;
    private final boolean raises;

    private SnapshotTool(String program, String version, boolean raises) {
        this.program = program;
        this.version = version;
        this.raises = raises;
    }

    /**
     * What a snapshot has.
     *
     * @param revision of its key space
     * @param keys in it, of all versions that are kept
     * @param sizeBytes of its database
     */
    public record Facts(long revision, long keys, long sizeBytes) {}

    /** The first of the programs that can restore. */
    public static Optional<SnapshotTool> find(List<String> programs) {
        return programs.stream().flatMap(each -> open(each).stream()).findFirst();
    }

    private static Optional<SnapshotTool> open(String program) {
        Result<String> help = Program.run(List.of(program, "snapshot", "restore", "--help"), QUESTION);
        Result<String> version = Program.run(List.of(program, "version"), QUESTION);
        if (!(help instanceof Result.Done<String>(String flags))
                || !(version instanceof Result.Done<String>(String told))
                || !flags.contains("--initial-cluster-token")) {
            return Optional.empty();
        }
        String number = told.lines()
                .filter(line -> line.startsWith("etcd") && line.contains("version:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("of an unknown version");
        return Optional.of(new SnapshotTool(program, number, flags.contains("--bump-revision")));
    }

    /** Whether it can let revisions jump forward. */
    public boolean canRaise() {
        return raises;
    }

    /** What a snapshot has. */
    public Result<Facts> facts(Path file) {
        Result<String> status =
                Program.run(List.of(program, "snapshot", "status", file.toString(), "--write-out=json"), WORK);
        return switch (status) {
            case Result.Failed<String>(String why) -> new Result.Failed<>(why);
            case Result.Done<String>(String text) -> parse(text);
        };
    }

    /** Some versions write warnings before it. */
    private Result<Facts> parse(String text) {
        try {
            JsonNode json = JSON.readTree(text.substring(Math.max(0, text.lastIndexOf("{\"hash\""))));
            return json.has("revision")
                    ? new Result.Done<>(new Facts(
                            json.path("revision").asLong(),
                            json.path("totalKey").asLong(),
                            json.path("totalSize").asLong()))
                    : new Result.Failed<>(program + " does not say what the snapshot has");
        } catch (JacksonException foreign) {
            return new Result.Failed<>(program + " does not say what the snapshot has");
        }
    }

    /**
     * Makes a data directory of a copy, and checks its checksum where it has one.
     *
     * @param directory which must not exist
     */
    public Result<Path> restore(Copy copy, Seed seed, Path directory) {
        List<String> command = new ArrayList<>(List.of(
                program,
                "snapshot",
                "restore",
                copy.file().toString(),
                "--data-dir=" + directory,
                "--name=" + seed.name(),
                "--initial-cluster=" + cluster(seed),
                "--initial-cluster-token=" + seed.token(),
                "--initial-advertise-peer-urls=" + String.join(",", seed.peerUrls())));
        if (copy.checksum() == Copy.Checksum.NONE) {
            command.add("--skip-hash-check");
        }
        if (seed.raiseBy() > 0) {
            command.add("--bump-revision=" + seed.raiseBy());
            command.add("--mark-compacted");
        }
        return switch (Program.run(command, WORK)) {
            case Result.Failed<String>(String why) -> new Result.Failed<>(why);
            case Result.Done<String> done -> new Result.Done<>(directory);
        };
    }

    private static String cluster(Seed seed) {
        return seed.peerUrls().stream().map(url -> seed.name() + "=" + url).collect(Collectors.joining(","));
    }

    /** {@code etcdctl 3.4.23}. */
    @Override
    public String toString() {
        return program + " " + version;
    }
}
