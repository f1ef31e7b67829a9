package io.bellwether.cli.store;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.store.Revision;
import io.bellwether.store.StoreException;
import io.bellwether.store.embedded.StoreFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether store backup}. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        header = "Writes all live objects of the newest revision into one file.",
        description = {
            "",
            "May run beside a server: the backup has everything that was acknowledged before it began. The file has its own"
                    + " checksums and appears under its name only when it is complete and synced. It holds Secrets: its mode is"
                    + " 0600."
        })
final class BackupCommand implements Runnable {

    private static final int BUFFER_BYTES = 1 << 20;

    @Mixin
    private StoreDirectory directory = new StoreDirectory();

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description = "The file to write; it must not exist.")
    private Path output = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        try {
            Revision revision = write();
            PrintWriter out = spec.commandLine().getOut();
            out.printf("Wrote revision %s to %s (%d bytes).%n", revision, output, Files.size(output));
            out.flush();
        } catch (FileAlreadyExistsException exists) {
            throw CommandFailure.of(output + " exists already; choose another name or remove it", exists);
        } catch (IOException refused) {
            throw CommandFailure.of("the backup " + output + " cannot be written: " + refused, refused);
        }
    }

    private Revision write() throws IOException {
        if (Files.exists(output)) {
            throw new FileAlreadyExistsException(output.toString());
        }
        Path unfinished = output.resolveSibling(output.getFileName() + ".tmp");
        try {
            Revision revision = writeTo(unfinished);
            Files.move(unfinished, output, StandardCopyOption.ATOMIC_MOVE);
            return revision;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private Revision writeTo(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES)) {
            Revision revision = backup(out);
            out.flush();
            channel.force(true);
            return revision;
        }
    }

    private Revision backup(OutputStream out) throws IOException {
        try {
            return StoreFiles.backup(directory.path(), out);
        } catch (StoreException refused) {
            throw CommandFailure.of(String.valueOf(refused.getMessage()), refused);
        }
    }
}
