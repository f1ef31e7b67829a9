package io.bellwether.cli.server;

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

    /** The server to use; see {@link ServerChooser#choose}. */
    public ServerChoice choose(ServerChooser chooser) {
        return chooser.choose(kubeconfig, context);
    }
}
