package io.bellwether.client.kubeconfig;

import io.bellwether.client.ClientConfig;
import io.bellwether.client.ClientConfigException;
import io.bellwether.client.ClientConfigException.Reason;
import io.bellwether.client.credential.TokenSource;
import io.bellwether.client.tls.PemSource;
import io.bellwether.client.tls.TlsSettings;
import io.bellwether.client.tls.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The identity that Kubernetes gives each pod: the service account's token and authorities in files, the server in the
 * environment. The files are read again as they rotate.
 */
public final class InCluster {

    /** Where a pod finds the files of its service account. */
    public static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private InCluster() {}

    /**
     * The configuration, when this process runs in a pod with a service account.
     *
     * <p>Errors: ClientConfigException when there is a service account that cannot be read.
     *
     * @param environment of the process
     * @param serviceAccount usually {@link #SERVICE_ACCOUNT}
     */
    public static Optional<ClientConfig> find(Map<String, String> environment, Path serviceAccount) {
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "");
        Path token = serviceAccount.resolve("token");
        if (host.isEmpty() || port.isEmpty() || !Files.exists(token)) {
            return Optional.empty();
        }
        Trust trust = new Trust.Authorities(new PemSource.InFile(serviceAccount.resolve("ca.crt")));
        String origin = "service account in " + serviceAccount;
        return Optional.of(new ClientConfig(
                URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port),
                new TlsSettings(trust, "", Optional.empty()),
                new TokenSource.InFile(token),
                namespace(serviceAccount.resolve("namespace")),
                Optional.empty(),
                origin));
    }

    private static String namespace(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file).strip() : "default";
        } catch (IOException unreadable) {
            throw new ClientConfigException(
                    Reason.UNREADABLE, file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
