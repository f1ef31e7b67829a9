package io.bellwether.cli.store;

import io.bellwether.store.embedded.StoreFiles;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bellwether store check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        header = "Reads the whole store and verifies every checksum and the chain of revisions.",
        description = {
            "",
            "Changes nothing, and may run beside a server. Exit code 0: whole; 1: damaged, or it cannot be read, and one line"
                    + " says where."
        })
final class CheckCommand implements Runnable {

    @Mixin
    private StoreDirectory directory = new StoreDirectory();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        StoreFiles.Report report = StoreDirectory.orFail(() -> StoreFiles.check(directory.path()));
        PrintWriter out = spec.commandLine().getOut();
        out.printf("The store in %s is whole.%n", directory.path());
        out.printf("  revision   %s (readable from %s on)%n", report.revision(), report.compacted());
        out.printf(
                "  entries    %d, %d bytes of values%n",
                report.live().count(), report.live().valueBytes());
        out.printf("  log        %d files, %d bytes%n", report.logFiles(), report.logBytes());
        out.printf("  bases      %d%n", report.bases());
        out.flush();
    }
}
