package io.bellwether.cli.store;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.store.Revision;
import io.bellwether.store.embedded.StoreFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether store restore}. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        header = "Makes a store from a backup.",
        description = {
            "",
            "Into a directory that has no store; move a damaged one aside first. The revision and all fencing tokens are raised"
                    + " far above those of the backup, so that neither goes back for clients: they list again, and leaders"
                    + " that were deposed since the backup stay deposed."
        })
final class RestoreCommand implements Runnable {

    private static final int BUFFER_BYTES = 1 << 20;

    @Mixin
    private StoreDirectory directory = new StoreDirectory();

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "The backup.")
    private Path input = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(input), BUFFER_BYTES)) {
            Revision revision = StoreDirectory.orFail(() -> StoreFiles.restore(in, directory.path()));
            PrintWriter out = spec.commandLine().getOut();
            out.printf("Restored %s into %s, at revision %s.%n", input, directory.path(), revision);
            out.flush();
        } catch (IOException unreadable) {
            throw CommandFailure.of("the backup " + input + " cannot be read: " + unreadable, unreadable);
        }
    }
}
