package io.bellwether.client;

import io.bellwether.apimachinery.GroupVersionResource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What a request is about: a collection, an object, or a subresource of an object.
 *
 * @param namespace empty for cluster-scoped resources, and for a collection over all namespaces
 * @param name empty for a collection
 * @param subresource empty for the object itself
 */
public record ResourcePath(GroupVersionResource resource, String namespace, String name, String subresource) {

    /** Refuses a subresource without a name. */
    public ResourcePath {
        if (name.isEmpty() && !subresource.isEmpty()) {
            throw new IllegalArgumentException("a subresource belongs to a named object: " + subresource);
        }
    }

    /** All objects of a resource, in all namespaces if it has namespaces. */
    public static ResourcePath all(GroupVersionResource resource) {
        return new ResourcePath(resource, "", "", "");
    }

    /** The objects of a resource in one namespace. */
    public static ResourcePath in(GroupVersionResource resource, String namespace) {
        return new ResourcePath(resource, namespace, "", "");
    }

    /** One object in a namespace. */
    public static ResourcePath object(GroupVersionResource resource, String namespace, String name) {
        return new ResourcePath(resource, namespace, name, "");
    }

    /** The object of that name in this collection. */
    public ResourcePath named(String objectName) {
        return new ResourcePath(resource, namespace, objectName, "");
    }

    /** The subresource of this object. */
    public ResourcePath part(String subresourceName) {
        return new ResourcePath(resource, namespace, name, subresourceName);
    }

    /** The path of the URL, from the root: {@code /apis/coordination.k8s.io/v1/namespaces/default/leases/demo}. */
    public String urlPath() {
        StringBuilder path =
                new StringBuilder(resource.group().isEmpty() ? "/api/" : "/apis/" + segment(resource.group()) + "/");
        path.append(segment(resource.version()));
        if (!namespace.isEmpty()) {
            path.append("/namespaces/").append(segment(namespace));
        }
        path.append('/').append(segment(resource.resource()));
        if (!name.isEmpty()) {
            path.append('/').append(segment(name));
        }
        if (!subresource.isEmpty()) {
            path.append('/').append(segment(subresource));
        }
        return path.toString();
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
