package io.bellwether.cli.elect;

import io.bellwether.apimachinery.json.Trees;
import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.DurationConverter;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.execution.Clock;
import io.bellwether.execution.SystemClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code bellwether elect check}: asks the state file, without the server. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ElectExit.USAGE,
        exitCodeOnExecutionException = ElectExit.SOFTWARE,
        header = "Says whether the command that calls it still leads.%n",
        footer = {
            "%nIt reads the state file and the clock and asks nobody, so that it tells the truth also while elect itself, or",
            "the server, stands still.",
            "%nExit codes: 0 while the leadership is valid; 1 when it is over; 64 wrong usage.",
            "%nExample, in a script that elect runs",
            "  while bellwether elect check --for=5s; do ./one-step.sh; done",
        })
final class CheckCommand implements Callable<Integer> {

    @Option(
            names = "--state-file",
            paramLabel = "FILE",
            defaultValue = "${env:ELECT_STATE_FILE}",
            description = "Default: $$ELECT_STATE_FILE, which elect sets for its command.")
    private String stateFile = "";

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Ask whether it is valid at least that much longer. Default: 0ms.")
    private Duration needed = Duration.ZERO;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (stateFile.isEmpty() || stateFile.startsWith("${")) {
            throw new CommandFailure(
                    ElectExit.USAGE, "no state file: call it from a command of bellwether elect, or name --state-file");
        }
        Clock clock = new SystemClock();
        JsonNode state = read(Path.of(stateFile));
        long remainingNanos = state.path("validUntil").asLong(0) - clock.nanos();
        boolean leads = remainingNanos > needed.toNanos();
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                leads
                        ? "leading " + state.path("lease").asString("") + ", token "
                                + state.path("token").asLong(0) + ", valid for "
                                + Duration.ofNanos(remainingNanos).toMillis() + " ms"
                        : "not leading");
        out.flush();
        return leads ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** A file that is gone or cannot be read says nothing, and nothing is not a leadership. */
    private static JsonNode read(Path file) {
        try {
            return Trees.read(Files.readAllBytes(file));
        } catch (IOException | JacksonException unreadable) {
            return JsonNodeFactory.instance.objectNode();
        }
    }
}
