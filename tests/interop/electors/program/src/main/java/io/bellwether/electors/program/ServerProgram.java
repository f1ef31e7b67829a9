package io.bellwether.electors.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

/**
 * The life of a server that a library brings along: it prints {@code ready PORT}, and {@code count N}, what it has
 * received so far, for every line {@code count} on its standard input, whose end is its own.
 */
public final class ServerProgram {

    private ServerProgram() {}

    /** The value of the only option, {@code --data-dir}. */
    public static String dataDirectory(String... arguments) {
        if (arguments.length != 2 || !arguments[0].equals("--data-dir")) {
            throw new IllegalArgumentException("usage: --data-dir DIRECTORY");
        }
        return arguments[1];
    }

    /** Runs until standard input ends. */
    public static void run(int port, Callable<Long> received) throws Exception {
        say("ready " + port);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            if (!line.equals("count")) {
                throw new IOException("not understood: " + line);
            }
            say("count " + received.call());
        }
        System.exit(0);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
