package io.bellwether.electors.program;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;

/** The life of such a program: options, candidates, and on SIGTERM their end. */
public final class ElectorProgram {

    private ElectorProgram() {}

    /** Runs until SIGTERM, then exits with 0; with 2 and a line on standard error when the options are wrong. */
    public static void run(String[] arguments, BiFunction<ElectorOptions, Events, Electors> library) {
        ElectorOptions options;
        try {
            options = ElectorOptions.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println("elector: " + wrong.getMessage());
            System.exit(2);
            return;
        }
        Events events = new Events(System.out);
        Electors electors = library.apply(options, events);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(electors), "elector-end"));
        options.leases().forEach(electors::contend);
        events.ready();
        obeyUntilInputEnds(options, events, electors);
        awaitEnd();
    }

    private static void obeyUntilInputEnds(ElectorOptions options, Events events, Electors electors) {
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                .lines()
                .filter("resign"::equals)
                .forEach(command -> {
                    for (String lease : options.leases()) {
                        events.releasing(lease);
                        electors.resign(lease);
                    }
                    events.ready();
                });
    }

    private static void end(Electors electors) {
        electors.close();
        // Or the exit code would be that of the signal.
        Runtime.getRuntime().halt(0);
    }

    private static void awaitEnd() {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException nobodyDoesThat) {
            Thread.currentThread().interrupt();
        }
    }
}
