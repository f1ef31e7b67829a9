package io.bellwether.cli.elect;

import io.bellwether.cli.command.CommandFailure;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds out before campaigning whether a command can be executed at all: a leader that cannot work helps nobody. */
final class CommandFile {

    private CommandFile() {}

    /** Errors: CommandFailure with 126 or 127. */
    static void check(String command, String pathVariable) {
        List<Path> candidates = candidates(command, pathVariable);
        if (candidates.stream().anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file))) {
            return;
        }
        boolean exists = candidates.stream().anyMatch(Files::exists);
        throw exists
                ? new CommandFailure(
                        ElectExit.NOT_EXECUTABLE,
                        command + " is not an executable file; chmod +x it, or name an interpreter")
                : new CommandFailure(
                        ElectExit.NOT_FOUND, command + " does not exist" + (command.contains("/") ? "" : " in PATH"));
    }

    private static List<Path> candidates(String command, String pathVariable) {
        if (command.contains("/")) {
            return List.of(Path.of(command));
        }
        List<Path> candidates = new ArrayList<>();
        for (String folder : pathVariable.split(File.pathSeparator, -1)) {
            candidates.add(Path.of(folder.isEmpty() ? "." : folder, command));
        }
        return candidates;
    }
}
