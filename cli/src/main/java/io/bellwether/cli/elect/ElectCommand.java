package io.bellwether.cli.elect;

import io.bellwether.cli.inspect.LeaseStatusCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bellwether elect}: without a subcommand, {@code elect run}. */
@Command(
        name = "elect",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ElectExit.USAGE,
        exitCodeOnExecutionException = ElectExit.SOFTWARE,
        customSynopsis = {
            "bellwether elect [run] --lease NAMESPACE/NAME [options] -- COMMAND [ARGUMENT...]",
            "bellwether elect (check | status | watch | resign | serve) [options]",
        },
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            LeaseStatusCommand.class,
            WatchCommand.class,
            ResignCommand.class,
            ServeCommand.class,
            ReleaseCommand.class,
        },
        header = "Runs a command on one of many machines at a time: while this candidate leads.%n",
        footer = {
            "%nThe command finds in its environment ELECT_NAMESPACE, ELECT_NAME, ELECT_IDENTITY, ELECT_TERM,",
            "ELECT_FENCING_TOKEN, ELECT_FENCE (the value of a Bellwether-Fence header), ELECT_STATE_FILE (JSON:",
            "until when the leadership is valid), ELECT_SERVER and, if one was used, KUBECONFIG.",
            "%nTERM or INT is passed on to the command's whole process group, which has --grace to stop, then KILL;",
            "a second one kills at once. When the leadership is lost the group is stopped before anybody else can",
            "lead. When this program itself is killed, a guardian process kills the group and releases the Lease.",
            "%nExit codes: the command's own, 128 + n after signal n, 64 wrong usage, 69 server unavailable (with",
            "--fail-fast), 70 internal failure, 75 leadership lost (with --on-loss=exit), 77 forbidden (with --fail-fast), 78 bad",
            "configuration, 124 --wait-timeout passed, 126 command not executable, 127 command not found.",
            "%nExamples",
            "  bellwether elect --lease default/backup -- ./backup.sh --nightly",
            "  bellwether elect --lease default/api --on-child-exit=restart --grace=30s -- java -jar api.jar",
            "  bellwether elect --lease default/job --lease-duration=3s --wait-timeout=1m -- sh -c 'echo $ELECT_FENCE'",
        })
public final class ElectCommand implements Callable<Integer> {

    @Mixin
    private RunOptions run = new RunOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    /** The command that picocli fills. */
    public ElectCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        return run.run(spec.commandLine().getErr());
    }
}
