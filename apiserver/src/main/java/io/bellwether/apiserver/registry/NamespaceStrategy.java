package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupResource;
import io.bellwether.apimachinery.Status;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A Namespace is held by the finalizer in its spec until it is empty. */
final class NamespaceStrategy implements KindStrategy {

    /** The finalizer in the spec: the namespace is drained before it goes. */
    static final String FINALIZER = "kubernetes";

    private static final String FINALIZE = "finalize";
    private static final Set<String> UNDELETABLE = Set.of("default", "kube-system", "kube-public");

    @Override
    public void prepareCreate(ObjectNode object) {
        ArrayNode finalizers = object.withObjectProperty("spec").putArray("finalizers");
        finalizers.add(FINALIZER);
        object.putObject("status").put("phase", "Active");
    }

    @Override
    public void prepareUpdate(ObjectNode candidate, ApiObject existing) {
        copySpecFinalizers(existing, candidate);
    }

    @Override
    public void applySubresource(String subresource, ObjectNode result, ApiObject candidate) {
        // The finalizers of a namespace that is not going stay: without them its deletion would leave its objects
        // behind.
        boolean going = result.path("metadata").has("deletionTimestamp");
        if (subresource.equals(FINALIZE) && going) {
            copySpecFinalizers(candidate, result);
        }
    }

    @Override
    public void beginDeletion(ObjectNode object) {
        object.withObjectProperty("status").put("phase", "Terminating");
    }

    @Override
    public boolean isReleased(ApiObject object) {
        return object.json().path("spec").path("finalizers").isEmpty();
    }

    @Override
    public void checkDeletable(String name) {
        if (UNDELETABLE.contains(name)) {
            throw Status.forbidden(new GroupResource("", "namespaces"), name, "this namespace may not be deleted")
                    .asException();
        }
    }

    private static void copySpecFinalizers(ApiObject from, ObjectNode to) {
        ObjectNode spec = to.withObjectProperty("spec");
        if (from.json().path("spec").path("finalizers") instanceof ArrayNode finalizers && !finalizers.isEmpty()) {
            spec.set("finalizers", finalizers);
        } else {
            spec.remove("finalizers");
        }
    }
}
