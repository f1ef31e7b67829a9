package io.bellwether.cli.etcd;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bellwether etcd}. */
@Command(
        synopsisSubcommandLabel = "COMMAND",
        header = "Elastic etcd: a cluster that forms, grows and replaces its dead members by itself.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RunCommand.class,
            TokenCommand.class,
            PlanCommand.class,
            StatusOfEtcdCommand.class,
            CheckCommand.class,
            ResizeCommand.class,
            DrainCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            RestartCommand.class,
            RestoreCommand.class
        })
public final class EtcdCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Without a subcommand: wrong usage. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to do: " + String.join(", ", spec.subcommands().keySet()));
    }
}
