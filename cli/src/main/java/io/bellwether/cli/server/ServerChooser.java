package io.bellwether.cli.server;

import io.bellwether.client.ClientConfig;
import io.bellwether.client.ClientConfigException;
import io.bellwether.client.kubeconfig.InCluster;
import io.bellwether.client.kubeconfig.Kubeconfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the server: the flag, the variable {@code KUBECONFIG}, the service account of the pod, the data directory of
 * {@code bellwether up}, {@code ~/.kube/config}; the first that is there.
 *
 * @param environment of the process
 * @param home the person's folder
 * @param serviceAccount where a pod has its service account's files
 */
public record ServerChooser(Map<String, String> environment, Path home, Path serviceAccount) {

    /** Of this process. */
    public static ServerChooser ofThisProcess() {
        return new ServerChooser(
                System.getenv(), Path.of(System.getProperty("user.home", "/")), InCluster.SERVICE_ACCOUNT);
    }

    /**
     * The server to use.
     *
     * <p>Errors: ClientConfigException when what was found cannot be used, or nothing was found.
     *
     * @param kubeconfig the flag's value; empty without the flag
     * @param context the context's name; empty for the current one
     */
    public ServerChoice choose(String kubeconfig, String context) {
        if (!kubeconfig.isEmpty()) {
            return fromFile(Path.of(kubeconfig), context);
        }
        String variable = environment.getOrDefault("KUBECONFIG", "");
        if (!variable.isEmpty()) {
            return new ServerChoice(Kubeconfig.loadList(variable).context(context), variable);
        }
        Optional<ClientConfig> inCluster = InCluster.find(environment, serviceAccount);
        if (inCluster.isPresent()) {
            return new ServerChoice(inCluster.get(), "");
        }
        Path ofUp = home.resolve(".bellwether/admin.kubeconfig");
        Path ofPerson = home.resolve(".kube/config");
        if (Files.exists(ofUp)) {
            return fromFile(ofUp, context);
        }
        if (Files.exists(ofPerson)) {
            return fromFile(ofPerson, context);
        }
        throw new ClientConfigException(
                ClientConfigException.Reason.MISSING,
                "no API server found: neither KUBECONFIG nor a service account nor " + ofUp + " nor " + ofPerson
                        + " is there; start one with bellwether up, or name one with --kubeconfig");
    }

    private static ServerChoice fromFile(Path file, String context) {
        Path absolute = file.toAbsolutePath().normalize();
        return new ServerChoice(Kubeconfig.load(absolute).context(context), absolute.toString());
    }
}
