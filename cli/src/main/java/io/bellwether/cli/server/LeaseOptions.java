package io.bellwether.cli.server;

import io.bellwether.cli.command.CommandFailure;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which Lease, and where, for the subcommands of {@code elect}: a picocli mixin with the exit codes of their table. */
public final class LeaseOptions {

    static final int USAGE = 64;
    private static final int CONFIGURATION = 78;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--lease",
            paramLabel = "NAMESPACE/NAME",
            description = "The Lease of the election; without a namespace, in that of the context. Required.")
    private String lease = "";

    /** The options that picocli fills. */
    public LeaseOptions() {}

    /**
     * The server to use.
     *
     * <p>Errors: CommandFailure with 64 without {@code --lease}, with 78 when no server can be chosen.
     */
    public ServerChoice server() {
        if (lease.isEmpty()) {
            throw new CommandFailure(USAGE, "--lease NAMESPACE/NAME is missing");
        }
        return server.choose(ServerChooser.ofThisProcess(), CONFIGURATION);
    }

    /** The options that make another process choose the same server. */
    public List<String> serverArguments() {
        return server.arguments();
    }

    /** The Lease. Errors: CommandFailure with 64. */
    public LeaseName lease(ServerChoice choice) {
        return LeaseName.parse(lease, choice.config().namespace());
    }
}
