package io.bellwether.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;

/** The {@code bellwether} program. */
public final class Main {

    private Main() {}

    /**
     * Runs one command and exits with its code.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.exit(new Program(commands(), writer(System.out), writer(System.err)).run(arguments));
    }

    /** All commands, in the order of the overview; each is loaded only when it is called. */
    private static List<Program.Entry> commands() {
        return List.of();
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, false, stream.charset());
    }
}
