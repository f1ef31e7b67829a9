package io.bellwether.cli.elect;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.DurationConverter;
import io.bellwether.cli.server.ServerChoice;
import io.bellwether.cli.server.ServerChooser;
import io.bellwether.cli.server.ServerOptions;
import io.bellwether.client.ClientConfigException;
import io.bellwether.election.core.ElectionTiming;
import io.bellwether.execution.Randomness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bellwether elect}. */
@Command(
        name = "elect",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ElectExit.USAGE,
        exitCodeOnExecutionException = ElectExit.SOFTWARE,
        customSynopsis = "bellwether elect --lease NAMESPACE/NAME [options] -- COMMAND [ARGUMENT...]",
        header = "Runs a command on one of many machines at a time: while this candidate leads.%n",
        footer = {
            "%nThe command finds in its environment ELECT_NAMESPACE, ELECT_NAME, ELECT_IDENTITY, ELECT_TERM,",
            "ELECT_FENCING_TOKEN, ELECT_FENCE (the value of a Bellwether-Fence header), ELECT_STATE_FILE (JSON:",
            "until when the leadership is valid), ELECT_SERVER and, if one was used, KUBECONFIG.",
            "%nTERM or INT is passed on to the command's whole process group, which has --grace to stop, then KILL;",
            "a second one kills at once. When the leadership is lost the group is stopped before anybody else can",
            "lead. When this program itself is killed, a guardian process kills the group.",
            "%nExit codes: the command's own, 128 + n after signal n, 64 wrong usage, 69 server unavailable (with",
            "--fail-fast), 70 internal failure, 75 leadership lost (with --on-loss=exit), 77 forbidden (with --fail-fast), 78 bad",
            "configuration, 124 --wait-timeout passed, 126 command not executable, 127 command not found.",
            "%nExamples",
            "  bellwether elect --lease default/backup -- ./backup.sh --nightly",
            "  bellwether elect --lease default/api --on-child-exit=restart --grace=30s -- java -jar api.jar",
            "  bellwether elect --lease default/job --lease-duration=3s --wait-timeout=1m -- sh -c 'echo $ELECT_FENCE'",
        })
public final class ElectCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--lease",
            required = true,
            paramLabel = "NAMESPACE/NAME",
            description = "The Lease to hold; without a namespace, in that of the context.")
    private String lease = "";

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

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "What to run, and its arguments; after --.")
    private List<String> command = List.of();

    /** The command that picocli fills. */
    public ElectCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        CommandFile.check(command.get(0), System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        try {
            ServerChoice choice = server.choose(ServerChooser.ofThisProcess());
            Narrator.Volume volume = quiet ? Narrator.Volume.QUIET : Narrator.Volume.NORMAL;
            return new ElectProgram(
                            settings(choice.config().namespace()),
                            choice,
                            spec().commandLine().getErr(),
                            volume)
                    .run();
        } catch (ClientConfigException | IllegalArgumentException unusable) {
            throw new CommandFailure(ElectExit.CONFIGURATION, String.valueOf(unusable.getMessage()), unusable);
        } catch (IOException failed) {
            throw new CommandFailure(
                    ElectExit.SOFTWARE,
                    "could not start (setsid, sh and mkfifo are needed): " + failed.getMessage(),
                    failed);
        }
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec, "picocli sets it before it calls");
    }

    private ElectSettings settings(String contextNamespace) {
        int slash = lease.indexOf('/');
        String namespace = slash < 0 ? contextNamespace : lease.substring(0, slash);
        String name = lease.substring(slash + 1);
        if (namespace.isEmpty() || name.isEmpty() || name.contains("/")) {
            throw new CommandFailure(ElectExit.USAGE, "--lease must be NAMESPACE/NAME or NAME, not \"" + lease + "\"");
        }
        return new ElectSettings(
                namespace,
                name,
                identity.isEmpty() ? ownName() : identity,
                command,
                timing(),
                grace,
                Optional.ofNullable(waitTimeout),
                onChildExit,
                onLoss,
                failFast ? ElectSettings.Patience.FAIL_FAST : ElectSettings.Patience.PERSIST);
    }

    private ElectionTiming timing() {
        ElectionTiming base = ElectionTiming.ofLease(leaseDuration);
        return new ElectionTiming(
                leaseDuration,
                renewEvery.isZero() ? base.renewEvery() : renewEvery,
                base.attemptTimeout(),
                base.jeopardyAfter(),
                grace.compareTo(base.stopGrace()) < 0 ? grace : base.stopGrace(),
                grace,
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
