package io.bellwether.cli.elect;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.DurationConverter;
import io.bellwether.cli.server.LeaseOptions;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.core.Candidacy;
import io.bellwether.election.core.Candidacy.Tenure;
import io.bellwether.election.core.ElectionTiming;
import io.bellwether.election.lease.LeaseOwner;
import io.bellwether.execution.Randomness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every candidate is told: the Lease, its name, its pace and what it says about itself: a picocli mixin. */
final class CandidateOptions {

    /** A holder for life never expires: its guardian tries for this long to give the Lease back. */
    private static final Duration LIFE_PATIENCE = Duration.ofMinutes(10);

    /** Part of the name of an annotation, which may have 63 characters. */
    private static final Pattern NOTE = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,38}[A-Za-z0-9])?");

    @Mixin
    private LeaseOptions lease = new LeaseOptions();

    @Option(
            names = "--identity",
            paramLabel = "NAME",
            description = "This candidate's name, different from all others'. Default: host name and a random part.")
    private String identity = "";

    @Option(
            names = "--lease-duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long others wait for a holder that is silent; whole seconds. Default: 15s.")
    private Duration leaseDuration = Duration.ofSeconds(15);

    @Option(
            names = "--renew-every",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Default: 2/15 of the lease duration, at least 200ms.")
    private Duration renewEvery = Duration.ZERO;

    @Option(
            names = "--for-life",
            description =
                    "Hold the Lease until it is released or deleted, without renewing it; --lease-duration then only sets the pace. Nobody follows a machine that is gone before somebody deletes the Lease; see --pod.")
    private boolean forLife;

    @Option(
            names = "--pod",
            paramLabel = "NAME/UID",
            description =
                    "With --for-life: the pod that this runs in. The Lease belongs to it while this candidate holds it, so that the API server deletes it with the pod, and another candidate follows.")
    private String pod = "";

    @Option(
            names = "--origin",
            paramLabel = "TEXT",
            description =
                    "Where this candidate runs, such that no two run there at the same time, for instance the pod's UID and the container's name. After a restart in place it leads again at once.")
    private String origin = "";

    @Option(
            names = "--note",
            paramLabel = "NAME=TEXT",
            description =
                    "What others may know about the leader, such as address=10.0.0.7:80; written into the Lease. Repeatable.")
    private Map<String, String> notes = new LinkedHashMap<>();

    /** The Lease, and where. */
    LeaseOptions lease() {
        return lease;
    }

    /** The name given, or one of its own, another one at each call. */
    String identity() {
        return identity.isEmpty() ? ownName() : identity;
    }

    /** How long others wait for a holder that is silent; for ever when it holds for life. */
    Duration leaseDuration() {
        return leaseDuration;
    }

    /** For how long it is of use to release a Lease whose holder is dead. */
    Duration releaseWithin() {
        return forLife ? LIFE_PATIENCE : leaseDuration;
    }

    /**
     * What the Lease belongs to while this candidate holds it.
     *
     * <p>Errors: CommandFailure with 78 when the pod is not named as it should be, or the term is not for life: a Lease
     * that somebody else has taken over must not go with the pod of its last holder.
     */
    Optional<LeaseOwner> owner() {
        if (pod.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = pod.split("/", -1);
        if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
            throw new CommandFailure(ElectExit.CONFIGURATION, "--pod: \"" + pod + "\" is not a name/uid");
        }
        if (!forLife) {
            throw new CommandFailure(ElectExit.CONFIGURATION, "--pod is for terms that are --for-life");
        }
        return Optional.of(LeaseOwner.pod(parts[0], parts[1]));
    }

    /**
     * A candidate of that name whose work is given that long to stop.
     *
     * <p>Errors: CommandFailure with 78 when the durations do not fit each other, or the notes do not fit a Lease.
     *
     * @param drainLimit how long its work may take after a resignation; more than the grace by what ending it takes
     */
    ElectionOptions options(String name, Duration grace, Duration drainLimit) {
        checkNotes();
        try {
            return ElectionOptions.candidate(name)
                    .withTiming(timing(grace, drainLimit))
                    .with(forLife ? Tenure.LIFE : Tenure.LEASE)
                    .withOrigin(origin)
                    .withNotes(notes);
        } catch (IllegalArgumentException unfit) {
            throw new CommandFailure(ElectExit.CONFIGURATION, String.valueOf(unfit.getMessage()), unfit);
        }
    }

    private void checkNotes() {
        if (notes.size() > Candidacy.NOTES_LIMIT) {
            throw new CommandFailure(ElectExit.CONFIGURATION, "--note: at most " + Candidacy.NOTES_LIMIT);
        }
        for (String note : notes.keySet()) {
            if (!NOTE.matcher(note).matches()) {
                throw new CommandFailure(
                        ElectExit.CONFIGURATION,
                        "--note: \"" + note + "\" is not up to 40 letters, digits, '-', '_' and '.'");
            }
        }
    }

    private ElectionTiming timing(Duration grace, Duration drainLimit) {
        ElectionTiming base = ElectionTiming.ofLease(leaseDuration);
        return new ElectionTiming(
                leaseDuration,
                renewEvery.isZero() ? base.renewEvery() : renewEvery,
                base.attemptTimeout(),
                base.jeopardyAfter(),
                grace.compareTo(base.stopGrace()) < 0 ? grace : base.stopGrace(),
                drainLimit,
                base.margin(),
                base.clockRateError(),
                base.pollEvery());
    }

    private static String ownName() {
        String host;
        try {
            host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException notLinux) {
            host = System.getenv().getOrDefault("HOSTNAME", "host");
        }
        return host + "_" + Randomness.uuid(Randomness.secure()).toString().substring(0, 8);
    }
}
