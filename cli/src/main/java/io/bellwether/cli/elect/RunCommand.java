package io.bellwether.cli.elect;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bellwether elect run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ElectExit.USAGE,
        exitCodeOnExecutionException = ElectExit.SOFTWARE,
        customSynopsis = "bellwether elect run --lease NAMESPACE/NAME [options] -- COMMAND [ARGUMENT...]",
        header = "Runs a command while leading; the same as elect without a subcommand.%n",
        footer = "%nThe command's environment, the signals and the exit codes: see bellwether elect --help.")
final class RunCommand implements Callable<Integer> {

    @Mixin
    private RunOptions run = new RunOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        return run.run(spec.commandLine().getErr());
    }
}
