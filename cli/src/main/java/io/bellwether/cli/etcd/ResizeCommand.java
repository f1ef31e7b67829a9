package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.etcd.core.Policy;
import io.bellwether.etcd.member.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bellwether etcd resize}. */
@Command(
        name = "resize",
        mixinStandardHelpOptions = true,
        header = "Changes how many voters a supervised cluster has; the supervisors then grow or shrink it.",
        footer = {"", "Example:", "  bellwether etcd resize 5 --endpoints http://10.0.0.1:2379"})
final class ResizeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Endpoints endpoints = new Endpoints();

    @Parameters(index = "0", paramLabel = "SIZE", description = "1 to 9; of an even one the last is a standby.")
    private int size;

    /** Writes the size, if nobody else changes the settings meanwhile. */
    @Override
    public Integer call() {
        if (size < 1 || size > Policy.SIZE_LIMIT) {
            throw new CommandFailure(ExitCode.USAGE, "a size is 1 to " + Policy.SIZE_LIMIT);
        }
        Settings changed = SettingsChange.make(endpoints, settings -> settings.withSize(size));
        spec.commandLine().getOut().println("The cluster is to have " + changed.policyTarget() + " voters.");
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }
}
