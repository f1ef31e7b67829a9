package io.bellwether.cli.server;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.client.ClientConfigException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options by which every command that needs a server lets a person choose it: a picocli mixin. */
public final class ServerOptions {

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description =
                    "The server and the identity. Without it: $$KUBECONFIG, the pod's service account, ~/.bellwether/admin.kubeconfig, ~/.kube/config.")
    private String kubeconfig = "";

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "The context of the kubeconfig; without it, its current one.")
    private String context = "";

    /** These options again, for another process that is to choose the same server. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (!kubeconfig.isEmpty()) {
            arguments.add("--kubeconfig=" + kubeconfig);
        }
        if (!context.isEmpty()) {
            arguments.add("--context=" + context);
        }
        return List.copyOf(arguments);
    }

    /**
     * The server to use; see {@link ServerChooser#choose}.
     *
     * <p>Errors: CommandFailure with that code when there is none, or what was found cannot be used.
     */
    public ServerChoice choose(ServerChooser chooser, int failureCode) {
        try {
            return chooser.choose(kubeconfig, context);
        } catch (ClientConfigException unusable) {
            throw new CommandFailure(failureCode, String.valueOf(unusable.getMessage()), unusable);
        }
    }
}
