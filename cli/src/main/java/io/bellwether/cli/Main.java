package io.bellwether.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code bellwether} program. */
@Command(
        name = "bellwether",
        description = "A control plane in one program: API server, leader election, controllers.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {

    private Main() {}

    /**
     * Runs one command and exits with its code.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    /** Without a command: says what there is. */
    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    /** The version in the manifest of the jar. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"bellwether " + (version == null ? "(not packaged)" : version)};
        }
    }
}
