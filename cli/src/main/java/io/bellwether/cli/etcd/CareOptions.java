package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.etcd.member.Care;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a member's database is looked after. */
final class CareOptions {

    private static final long MEBIBYTE = 1L << 20;

    @Option(names = "--snapshot-dir", paramLabel = "DIR", description = "Where snapshots are saved. Default: none are")
    private Optional<Path> snapshotDir = Optional.empty();

    @Option(
            names = "--snapshot-interval",
            paramLabel = "MINUTES",
            defaultValue = "60",
            description = "Between two of them. Default: ${DEFAULT-VALUE}")
    private int snapshotMinutes;

    @Option(
            names = "--snapshot-keep",
            paramLabel = "N",
            defaultValue = "24",
            description = "How many are kept. Default: ${DEFAULT-VALUE}")
    private int snapshotCount;

    @Option(
            names = "--quota-mib",
            paramLabel = "MIB",
            defaultValue = "2048",
            description = "The size of the database at which etcd refuses writes. Default: ${DEFAULT-VALUE}")
    private long quotaMebibytes;

    @Option(
            names = "--keep-history",
            paramLabel = "MINUTES",
            defaultValue = "60",
            description = "For how long earlier versions of keys are kept. Default: ${DEFAULT-VALUE}")
    private int historyMinutes;

    @Option(
            names = "--defragment-from-mib",
            paramLabel = "MIB",
            defaultValue = "64",
            description = "The size from which a database is defragmented once half of it is free."
                    + " Default: ${DEFAULT-VALUE}")
    private long defragmentMebibytes;

    /** Refuses impossible ones. */
    Care care() {
        if (snapshotMinutes < 1 || snapshotCount < 1 || quotaMebibytes < 1 || historyMinutes < 1) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--snapshot-interval, --snapshot-keep, --quota-mib and --keep-history are 1 or greater");
        }
        Care usual = Care.DEFAULT;
        Care asked = new Care(
                Optional.empty(),
                quotaMebibytes * MEBIBYTE,
                Duration.ofMinutes(historyMinutes),
                new Care.Defragmentation(
                        Math.max(1, defragmentMebibytes) * MEBIBYTE,
                        usual.defragmentation().freePercent()),
                usual.comparison());
        return snapshotDir
                .map(folder ->
                        asked.with(new Care.Schedule(folder, Duration.ofMinutes(snapshotMinutes), snapshotCount)))
                .orElse(asked);
    }
}
