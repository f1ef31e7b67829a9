package io.bellwether.cli.elect;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.DurationConverter;
import io.bellwether.cli.server.LeaseName;
import io.bellwether.cli.server.ServerChoice;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code elect} and {@code elect run} take, and what they do: a picocli mixin. */
final class RunOptions {

    /** A killed group is gone within milliseconds; a Lease is kept for it this long. */
    private static final Duration KILL_LIMIT = Duration.ofSeconds(2);

    @Mixin
    private CandidateOptions candidate = new CandidateOptions();

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "What the command has to stop after TERM, before KILL. Default: 10s. When the leadership is lost it has what the lease leaves, a fifth of it or this.")
    private Duration grace = Duration.ofSeconds(10);

    @Option(
            names = "--wait-timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Give up when not leading by then (exit 124). Default: never.")
    private @Nullable Duration waitTimeout;

    @Option(
            names = "--on-child-exit",
            paramLabel = "exit|restart|yield",
            description =
                    "When the command ends by itself: release and end with its code (default); run it again; let others lead.")
    private ElectSettings.OnChildExit onChildExit = ElectSettings.OnChildExit.EXIT;

    @Option(
            names = "--on-loss",
            paramLabel = "recampaign|exit",
            description = "When the leadership is lost: become a candidate again (default), or exit 75.")
    private ElectSettings.OnLoss onLoss = ElectSettings.OnLoss.RECAMPAIGN;

    @Option(
            names = "--fail-fast",
            description =
                    "End when the server is unavailable (69) or does not permit it (77) before the first leadership.")
    private boolean failFast;

    @Option(
            names = {"-q", "--quiet"},
            description = "Say only what goes wrong.")
    private boolean quiet;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "What to run, and its arguments; after --.")
    private List<String> command = List.of();

    /** Campaigns, and runs the command while leading; blocks until the end and answers the exit code. */
    int run(PrintWriter err) throws InterruptedException {
        if (command.isEmpty()) {
            throw new CommandFailure(ElectExit.USAGE, "the command is missing; it stands after --");
        }
        CommandFile.check(command.get(0), System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        ServerChoice choice = candidate.lease().server();
        ElectSettings settings = settings(candidate.lease().lease(choice));
        Narrator.Volume volume = quiet ? Narrator.Volume.QUIET : Narrator.Volume.NORMAL;
        try {
            return new ElectProgram(settings, choice, releaseCommand(settings), err, volume).run();
        } catch (IOException failed) {
            throw new CommandFailure(
                    ElectExit.SOFTWARE,
                    "could not start (setsid, sh and mkfifo are needed): " + failed.getMessage(),
                    failed);
        }
    }

    private ElectSettings settings(LeaseName lease) {
        return new ElectSettings(
                lease,
                command,
                candidate.options(candidate.identity(), grace, grace.plus(KILL_LIMIT)),
                candidate.owner(),
                grace,
                Optional.ofNullable(waitTimeout),
                onChildExit,
                onLoss,
                failFast ? ElectSettings.Patience.FAIL_FAST : ElectSettings.Patience.PERSIST);
    }

    /** What the guardian is to run when this process was killed while leading. */
    private List<String> releaseCommand(ElectSettings settings) throws IOException {
        List<String> line = new ArrayList<>(OwnProgram.commandLine());
        line.addAll(List.of("elect", "release", "--lease=" + settings.lease()));
        line.addAll(List.of("--identity=" + settings.identity()));
        line.add("--within=" + candidate.releaseWithin().toSeconds() + "s");
        line.addAll(candidate.lease().serverArguments());
        return line;
    }
}
