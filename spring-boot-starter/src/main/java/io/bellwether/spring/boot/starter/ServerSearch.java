package io.bellwether.spring.boot.starter;

import io.bellwether.client.ClientConfig;
import io.bellwether.client.kubeconfig.InCluster;
import io.bellwether.client.kubeconfig.Kubeconfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.core.env.Environment;

/** Finds the API server, and the name of this host. */
final class ServerSearch {

    private ServerSearch() {}

    /**
     * In the named kubeconfig, in the pod, in {@code KUBECONFIG}, in {@code ~/.kube/config}: the first that is there.
     */
    static ClientConfig find(ElectionProperties properties, Environment environment) {
        if (!properties.kubeconfig().isEmpty()) {
            return Kubeconfig.load(Path.of(properties.kubeconfig())).context(properties.context());
        }
        Optional<ClientConfig> inCluster = InCluster.find(System.getenv(), InCluster.SERVICE_ACCOUNT);
        if (inCluster.isPresent()) {
            return inCluster.get();
        }
        String home = environment.getProperty("user.home", "/");
        String files = environment.getProperty(
                "KUBECONFIG", Path.of(home, ".kube", "config").toString());
        return Kubeconfig.loadList(files).context(properties.context());
    }

    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
