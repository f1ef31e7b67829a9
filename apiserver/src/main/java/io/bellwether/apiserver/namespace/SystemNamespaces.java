package io.bellwether.apiserver.namespace;

import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.StatusReason;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apiserver.registry.ResourceService;
import io.bellwether.execution.Clock;
import java.util.List;

/** The namespaces that every control plane has. */
public final class SystemNamespaces {

    /** Their names. */
    public static final List<String> NAMES = List.of("default", "kube-system", "kube-public", "kube-node-lease");

    private SystemNamespaces() {}

    /**
     * Creates those that are missing. Blocks until they are committed.
     *
     * @param namespaces the kind Namespace
     * @throws StatusException what the registry says; some may have been created
     */
    public static void ensure(ResourceService service, KindDescriptor namespaces, Clock clock) {
        NamespaceClient client = new NamespaceClient(service, namespaces, clock);
        for (String name : NAMES) {
            try {
                client.create(name);
            } catch (StatusException e) {
                if (e.reason() != StatusReason.ALREADY_EXISTS) {
                    throw e;
                }
            }
        }
    }
}
