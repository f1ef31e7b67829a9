package io.bellwether.cli;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * Chooses the command and turns whatever it ends with into an exit code and, at a failure, one line.
 *
 * <p>Only the command that is called is loaded: the others are a name and a sentence, so that help and short commands
 * start at once.
 */
final class Program {

    private final List<Entry> entries;
    private final PrintWriter out;
    private final PrintWriter err;

    Program(List<Entry> entries, PrintWriter out, PrintWriter err) {
        this.entries = List.copyOf(entries);
        this.out = out;
        this.err = err;
    }

    /**
     * A command of the program.
     *
     * @param summary one sentence for the overview; empty hides the command there
     * @param command makes the picocli command
     */
    record Entry(String name, String summary, Supplier<Object> command) {}

    int run(String... arguments) {
        String first = arguments.length == 0 ? "--help" : arguments[0];
        return switch (first) {
            case "-h", "--help" -> overview();
            case "help" -> arguments.length == 1 ? overview() : run(arguments[1], "--help");
            case "-V", "--version", "version" -> version();
            default -> find(first).map(entry -> execute(entry, arguments)).orElseGet(() -> unknown(first));
        };
    }

    private Optional<Entry> find(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    private int execute(Entry entry, String... arguments) {
        CommandLine line = new CommandLine(entry.command().get())
                .setCommandName("bellwether " + entry.name())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(this::wrongUsage)
                .setExecutionExceptionHandler(this::failed);
        return line.execute(Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    private int wrongUsage(CommandLine.ParameterException wrong, String... arguments) {
        CommandLine line = wrong.getCommandLine();
        String name = line.getCommandSpec().qualifiedName();
        err.println(name + ": " + firstLine(wrong) + "; see " + name + " --help");
        err.flush();
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    private int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        String name = line.getCommandSpec().qualifiedName();
        if (failure instanceof CommandFailure known) {
            err.println(name + ": " + firstLine(known));
        } else {
            err.println(name + ": unexpected " + failure.getClass().getSimpleName() + ": " + firstLine(failure)
                    + "; this is a bug, BELLWETHER_DEBUG=1 shows where");
        }
        if (System.getenv("BELLWETHER_DEBUG") != null) {
            failure.printStackTrace(err);
        }
        err.flush();
        return failure instanceof CommandFailure known
                ? known.exitCode()
                : line.getCommandSpec().exitCodeOnExecutionException();
    }

    private int unknown(String name) {
        err.println("bellwether: there is no command \"" + name + "\"; see bellwether --help");
        err.flush();
        return ExitCode.USAGE;
    }

    private int version() {
        String version = Program.class.getPackage().getImplementationVersion();
        out.println("bellwether " + (version == null ? "(not packaged)" : version));
        out.flush();
        return ExitCode.DONE;
    }

    private int overview() {
        Overview.print(entries, out, Ansi.AUTO);
        return ExitCode.DONE;
    }

    private static String firstLine(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? "no message" : message.lines().findFirst().orElse("no message");
    }
}
