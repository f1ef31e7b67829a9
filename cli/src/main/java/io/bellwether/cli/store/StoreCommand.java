package io.bellwether.cli.store;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bellwether store}. */
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        header = "Checks, backs up and restores the files of an embedded store.",
        description = {
            "",
            "The store lies in the data directory of \"bellwether up\".",
            "Checking and backing up are safe while a server runs on it; restoring makes a new store in a directory that has"
                    + " none."
        },
        footer = {
            "",
            "Examples:",
            "  bellwether store check",
            "  bellwether store backup --output monday.backup",
            "  bellwether store restore --input monday.backup --data-dir /var/lib/bellwether-new"
        },
        subcommands = {CheckCommand.class, BackupCommand.class, RestoreCommand.class})
public final class StoreCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Without a subcommand: wrong usage. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: check, backup or restore");
    }
}
