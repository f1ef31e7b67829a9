package io.bellwether.client.credential;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A credential plugin as a kubeconfig describes it (client.authentication.k8s.io). It is always told that it may not
 * ask a person.
 *
 * @param apiVersion of the ExecCredential spoken: {@code client.authentication.k8s.io/v1} or {@code …/v1beta1}
 * @param command a name looked up in PATH, or a path; a path with a slash that is relative is relative to
 *     {@code directory}
 * @param environment added to the environment of this process
 * @param cluster what {@code provideClusterInfo} promises the plugin: server and authorities of the cluster
 * @param installHint what to tell the person when the command does not exist; may be empty
 * @param directory the folder of the kubeconfig
 */
public record ExecCommand(
        String apiVersion,
        String command,
        List<String> arguments,
        Map<String, String> environment,
        Optional<JsonNode> cluster,
        String installHint,
        Path directory) {

    /** The two versions of the protocol that exist; they differ in nothing that is used here. */
    public static final List<String> API_VERSIONS =
            List.of("client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1");

    /** Refuses an unknown version; copies the collections. */
    public ExecCommand {
        if (!API_VERSIONS.contains(apiVersion)) {
            throw new IllegalArgumentException(
                    "exec: apiVersion must be one of " + API_VERSIONS + ", not \"" + apiVersion + "\"");
        }
        if (command.isEmpty()) {
            throw new IllegalArgumentException("exec: command must not be empty");
        }
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** Without arguments and environment: they may hold secrets. */
    @Override
    public String toString() {
        return "exec " + command;
    }
}
