package io.bellwether.apiserver.discovery;

import io.bellwether.apimachinery.GroupVersion;
import io.bellwether.apimachinery.GroupVersionKind;
import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apimachinery.kind.KindDescriptor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The documents that clients walk group by group: old kubectl, fabric8, the official Java client. */
final class LegacyDiscovery {

    private LegacyDiscovery() {}

    /** {@code /api}: the versions of the core group. */
    static ObjectNode coreVersions(GroupVersions core) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("kind", "APIVersions");
        ArrayNode versions = node.putArray("versions");
        core.versions().forEach(version -> versions.add(version.version()));
        // Clients fall back to the address they came by; an address of ours might not be reachable for them.
        node.putArray("serverAddressByClientCIDRs");
        return node;
    }

    /** {@code /apis}: the other groups. */
    static ObjectNode groupList(List<GroupVersions> groups) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode list = node.putArray("groups");
        groups.forEach(group -> list.add(fill(JsonNodeFactory.instance.objectNode(), group)));
        return node;
    }

    /** {@code /apis/<group>}. */
    static ObjectNode group(GroupVersions group) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        return fill(node.put("kind", "APIGroup").put("apiVersion", "v1"), group);
    }

    /** {@code /api/<version>} and {@code /apis/<group>/<version>}. */
    static ObjectNode resources(KindCatalog catalog, GroupVersion groupVersion) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("kind", "APIResourceList").put("apiVersion", "v1").put("groupVersion", groupVersion.toString());
        ArrayNode list = node.putArray("resources");
        for (KindDescriptor kind : catalog.kinds(groupVersion)) {
            list.add(resource(kind));
            kind.subresources()
                    .forEach(subresource -> list.add(entry(
                            kind.plural() + "/" + subresource.name(),
                            "",
                            kind,
                            subresource.groupVersionKind(),
                            subresource.verbs())));
        }
        return node;
    }

    private static ObjectNode fill(ObjectNode node, GroupVersions group) {
        node.put("name", group.group());
        ArrayNode versions = node.putArray("versions");
        group.versions().forEach(version -> versions.add(version(version)));
        node.set("preferredVersion", version(group.preferred()));
        return node;
    }

    private static ObjectNode version(GroupVersion version) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("groupVersion", version.toString())
                .put("version", version.version());
    }

    private static ObjectNode resource(KindDescriptor kind) {
        ObjectNode node = entry(kind.plural(), kind.names().singular(), kind, kind.groupVersionKind(), kind.verbs());
        strings(node, "shortNames", kind.names().shortNames());
        strings(node, "categories", kind.names().categories());
        return node.put("storageVersionHash", storageVersionHash(kind.groupVersionKind()));
    }

    private static ObjectNode entry(
            String name, String singular, KindDescriptor of, GroupVersionKind kind, Collection<String> verbs) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", name).put("singularName", singular).put("namespaced", of.isNamespaced());
        if (!kind.groupVersion().equals(of.groupVersion())) {
            node.put("group", kind.group()).put("version", kind.version());
        }
        node.put("kind", kind.kind());
        ArrayNode list = node.putArray("verbs");
        verbs.forEach(list::add);
        return node;
    }

    /** The first eight bytes of the SHA-256 of the stored type's name, as kube-apiserver has it. */
    static String storageVersionHash(GroupVersionKind kind) {
        String name = kind.group() + "/" + kind.version() + "/" + kind.kind();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void strings(ObjectNode node, String name, Collection<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = node.putArray(name);
            values.forEach(array::add);
        }
    }
}
